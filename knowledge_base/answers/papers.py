"""Which papers to bring: first those always needed, then those for a case."""

from __future__ import annotations

from knowledge_base.answers.facts import facts, listing, missing
from knowledge_base.procedures.schema import Paper, ProcedureDocument
from knowledge_base.replies import Block, Say


def papers(document: ProcedureDocument) -> list[Block]:
    """The papers with their counts."""
    always = [(_line(paper), paper.certainty) for paper in document.papers if paper.when is None]
    cases = [(_case(paper, paper.when), paper.certainty) for paper in document.papers if paper.when is not None]
    blocks = [
        *listing("answer.papers.title", always, ordered=True),
        *listing("answer.papers.title_case" if always else "answer.papers.title_cases", cases),
        *facts("answer.papers.title_show", document.papers_to_show),
    ]
    return blocks or missing()


def _case(paper: Paper, when: str) -> Say:
    return Say(key="answer.papers.in_case", args={"when": when, "paper": _line(paper)})


def _line(paper: Paper) -> str | Say:
    words: str | Say = paper.name
    if counts := _counts(paper):
        words = Say(key="answer.papers.counted", args={"name": words, "counts": counts})
    if paper.note:
        words = Say(key="answer.papers.noted", args={"paper": words, "note": paper.note})
    return words


def _counts(paper: Paper) -> list[str | Say]:
    counted = (("answer.papers.originals", paper.originals), ("answer.papers.copies", paper.copies))
    return [Say(key=key, args={"count": count}) for key, count in counted if count]
