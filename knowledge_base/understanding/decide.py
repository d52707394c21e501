"""Which procedure a question is about: one, a choice of a few, the one already talked about, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

FOUND = 0.44  # likeness from which a procedure is meant; nine in ten questions about one lie above
STRONG = 0.62  # likeness that outweighs a model that thinks the question out of scope, or a context
CLEAR = 0.05  # lead over the next one from which no choice is offered
NEAR = 0.12  # those within so much of the best one are offered
COVERED = 0.34  # share of the topic words the procedure must know
OUT_OF_SCOPE = 0.5


@dataclass(frozen=True)
class About:
    """Exactly one procedure."""

    code: str


@dataclass(frozen=True)
class Unclear:
    """One of a few."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class Outside:
    """Not ours. ``near``: law or another authority's business; else small talk."""

    near: bool


@dataclass(frozen=True)
class Unknown:
    """Nothing found."""


type Decision = About | Unclear | Outside | Unknown


def decide(
    question: Question, hits: Sequence[Hit], context: Context, documents: Mapping[str, ProcedureDocument]
) -> Decision:
    """The procedure meant, if any."""
    best = hits[0] if hits else None
    if best is None or best.score < FOUND or best.covered < COVERED:
        return _without_hit(question, context, documents)
    if _continues(question, best, context, documents):
        return About(context.procedure or "")
    if _outside(question) and best.score < STRONG:
        return Outside(near=question.how_likely("out_of_scope_near") >= question.how_likely("out_of_scope_far"))
    return _among(hits)


def _without_hit(question: Question, context: Context, documents: Mapping[str, ProcedureDocument]) -> Decision:
    if context.procedure in documents and not _outside(question) and _asks_something(question):
        return About(context.procedure or "")
    if _outside(question):
        return Outside(near=question.how_likely("out_of_scope_near") >= question.how_likely("out_of_scope_far"))
    return Unknown()


def _continues(question: Question, best: Hit, context: Context, documents: Mapping[str, ProcedureDocument]) -> bool:
    """A weak find is no change of topic, unless a topic is all that was said."""
    if context.procedure not in documents or question.only_names_a_topic:
        return False
    return best.score < STRONG and best.code != context.procedure and best.covered < 0.75


def _outside(question: Question) -> bool:
    return question.how_likely("out_of_scope_near") + question.how_likely("out_of_scope_far") >= OUT_OF_SCOPE


def _asks_something(question: Question) -> bool:
    return bool(set(question.aspects) - {Aspect.OVERVIEW})


def _among(hits: Sequence[Hit]) -> Decision:
    best = hits[0]
    rivals = [hit.code for hit in hits[1:3] if best.score - hit.score < NEAR]
    if not rivals or best.score - hits[1].score >= CLEAR:
        return About(best.code)
    return Unclear((best.code, *rivals))
