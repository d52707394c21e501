"""Which papers to bring: first those always needed, then those for a case."""

from __future__ import annotations

from knowledge_base.answers.facts import facts, marked, missing
from knowledge_base.procedures.schema import Paper, ProcedureDocument
from knowledge_base.replies import Block, Listing, Say


def papers(document: ProcedureDocument) -> list[Block]:
    """The papers with their counts."""
    always = [_line(paper) for paper in document.papers if paper.when is None]
    cases = [
        Say(key="answer.papers.in_case", args={"when": paper.when, "paper": _line(paper)})
        for paper in document.papers
        if paper.when is not None
    ]
    blocks: list[Block] = []
    if always:
        blocks.append(Listing(title=Say(key="answer.papers.title"), items=always, ordered=True))
    if cases:
        blocks.append(Listing(title=Say(key="answer.papers.title_case"), items=[*cases]))
    blocks += facts("answer.papers.title_show", document.papers_to_show)
    return blocks or missing()


def _line(paper: Paper) -> str | Say:
    words: str | Say = paper.name
    if counts := _counts(paper):
        words = Say(key="answer.papers.counted", args={"name": words, "counts": counts})
    if paper.note:
        words = Say(key="answer.papers.noted", args={"paper": words, "note": paper.note})
    return marked(words, paper.certainty)


def _counts(paper: Paper) -> list[str | Say]:
    counted = (("answer.papers.originals", paper.originals), ("answer.papers.copies", paper.copies))
    return [Say(key=key, args={"count": count}) for key, count in counted if count]
