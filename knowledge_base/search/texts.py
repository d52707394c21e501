"""What of a record the search reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_base.procedures.schema import ProcedureDocument


def names(document: ProcedureDocument, phrases: Sequence[str]) -> list[str]:
    """Every short text by which the procedure is called or asked about, each once."""
    texts = [document.name, document.official_name, *document.aliases, *document.phrases, *phrases]
    texts += [f"{document.name}: {item.question}" for item in document.questions]  # "Mất bao lâu?" is asked of all
    texts += [document.summary.text] if document.summary else []
    return list(dict.fromkeys(texts))


def whole(document: ProcedureDocument, phrases: Sequence[str]) -> str:
    """Everything in the record that may be asked about, as one text."""
    return " . ".join([*names(document, phrases), *_details(document)])


def _details(document: ProcedureDocument) -> Iterator[str]:
    for paper in document.papers:
        yield from filter(None, (paper.name, paper.when, paper.note))
    yield from (item.answer for item in document.questions)
    for facts in (document.applicants, document.conditions, document.steps, document.results, document.authority):
        yield from (fact.text for fact in facts)
    for facts in (document.notes, document.mistakes):
        yield from (fact.text for fact in facts)
