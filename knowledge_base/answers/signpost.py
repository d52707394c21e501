"""What is not the commune's business: who settles it, where, and the first step; told whatever was asked."""

from __future__ import annotations

from knowledge_base.answers.facts import line
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Block, Listing, Say
from knowledge_base.vocabulary import Aspect

TOLD = frozenset({Aspect.OVERVIEW, Aspect.PLACE})  # aspects that these lines answer


def directions(document: ProcedureDocument) -> list[Block]:
    """The way to whoever settles it."""
    lines: list[str | Say] = []
    if document.authority:
        lines.append(Say(key="answer.signpost.who", args={"who": [line(fact) for fact in document.authority]}))
    if document.place:
        lines.append(Say(key="answer.signpost.where", args={"where": line(document.place)}))
    if document.steps:
        lines.append(Say(key="answer.signpost.first", args={"step": line(document.steps[0])}))
    return [Listing(items=lines or [Say(key="answer.missing")])]
