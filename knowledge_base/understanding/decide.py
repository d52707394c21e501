"""Which procedure a question is about: one, a choice of a few, the one already talked about, or none.

Scores are those of ``search.Hit``. How the bounds were found: docs/decisions/0007-how-the-search-decides.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

FOUND = 0.42  # score from which a procedure may be meant; 99 in 100 questions about one lie above
SURE = 0.5  # score from which one may be answered without asking back
OURS = 0.0  # lead over other authorities' business from which a question may be ours
SURELY_OURS = 0.2  # lead from which one may be answered without asking back
NEAR_DOUBTED = 0.2  # lead that outweighs a model that thinks of other law
FAR_DOUBTED = 0.6  # lead that outweighs a model that thinks it small talk
CLEAR = 0.15  # lead over the next procedure from which no choice is offered
NEAR = 0.5  # those within so much of the best one are offered
NEW_TOPIC = 0.75  # score from which a question in a conversation about something else changes the topic
COVERED = 0.75  # share of its telling words known from which it does so in any case
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
    talked_about = context.procedure if context.procedure in documents else None
    if talked_about and (best is None or _continues(question, hits, talked_about)):
        return _without_hit(question, None, talked_about)
    if best is None or best.score < FOUND or _lead(best) < OURS:
        return _without_hit(question, best, talked_about)
    doubted = NEAR_DOUBTED if _elsewhere(question).near else FAR_DOUBTED
    if _outside(question) and _lead(best) < doubted:
        return _elsewhere(question)
    return _among(hits)


def _without_hit(question: Question, best: Hit | None, talked_about: str | None) -> Decision:
    if _outside(question):
        return _elsewhere(question)
    if best is not None and _lead(best) < -SURELY_OURS:
        return _elsewhere(question)
    if talked_about and _asks_something(question):
        return About(talked_about)
    return _elsewhere(question) if best is not None and best.elsewhere >= FOUND else Unknown()


def _continues(question: Question, hits: Sequence[Hit], talked_about: str) -> bool:
    """Whether an aspect is asked of what was talked about: a weak find is no change of topic."""
    best = hits[0]
    if not _asks_something(question):
        return False
    if best.code == talked_about:
        return True
    if any(hit.code == talked_about and best.score - hit.score < NEAR for hit in hits[1:3]):
        return True
    return best.score < NEW_TOPIC and best.covered < COVERED and _lead(best) > -OURS


def _lead(hit: Hit) -> float:
    return hit.score - hit.elsewhere


def _elsewhere(question: Question) -> Outside:
    return Outside(near=question.how_likely("out_of_scope_near") >= question.how_likely("out_of_scope_far"))


def _outside(question: Question) -> bool:
    return question.how_likely("out_of_scope_near") + question.how_likely("out_of_scope_far") >= OUT_OF_SCOPE


def _asks_something(question: Question) -> bool:
    return bool(set(question.aspects) - {Aspect.OVERVIEW})


def _among(hits: Sequence[Hit]) -> Decision:
    best = hits[0]
    rivals = [hit.code for hit in hits[1:3] if best.score - hit.score < NEAR]
    unsure = best.score < SURE or _lead(best) < SURELY_OURS
    if not rivals or (not unsure and best.score - hits[1].score >= CLEAR):
        return About(best.code)
    return Unclear((best.code, *rivals))
