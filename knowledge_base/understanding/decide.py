"""Which procedure a question is about: one, a choice of a few, the one already talked about, or none.

How likely each is: ``chances``. How the bounds were found: docs/decisions/0007-how-the-search-decides.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.understanding.chances import Chances, chances
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

SURE = 0.8  # chance, given that it is ours, from which one procedure is answered without asking back
SURELY_OURS = 0.7  # chance, all things considered, that this takes too
ELSEWHERE = 0.5  # chance of being none of ours from which nothing of ours is told
SURELY_ELSEWHERE = 0.9  # … from which it is not answered from what was talked about either
LIKELY = 0.02  # chance from which a procedure is worth offering
STAYS = 0.1  # chance of what is talked about from which an aspect is asked of it
NEW_TOPIC = 0.8  # chance of another procedure from which the topic changes
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
    talked_about = context.procedure if context.procedure in documents else None
    if not hits:
        return _without_hit(question, 0.0, talked_about)
    likely = chances(hits, _outside(question))
    if talked_about and _continues(question, hits, likely, talked_about):
        return _without_hit(question, likely.elsewhere, talked_about)
    if likely.elsewhere >= ELSEWHERE:
        return _without_hit(question, likely.elsewhere, talked_about)
    return _among(hits, likely)


def _without_hit(question: Question, elsewhere: float, talked_about: str | None) -> Decision:
    if _outside(question) >= OUT_OF_SCOPE or elsewhere >= SURELY_ELSEWHERE:
        return _elsewhere(question)
    if talked_about and _asks_something(question):
        return About(talked_about)
    return Unknown()


def _continues(question: Question, hits: Sequence[Hit], likely: Chances, talked_about: str) -> bool:
    """Whether an aspect is asked of what was talked about: a weak find is no change of topic."""
    if not _asks_something(question):
        return False
    if any(hit.code == talked_about and chance >= STAYS for hit, chance in zip(hits, likely.among, strict=True)):
        return True
    return likely.best < NEW_TOPIC and hits[0].covered < COVERED


def _elsewhere(question: Question) -> Outside:
    return Outside(near=question.how_likely("out_of_scope_near") >= question.how_likely("out_of_scope_far"))


def _outside(question: Question) -> float:
    return question.how_likely("out_of_scope_near") + question.how_likely("out_of_scope_far")


def _asks_something(question: Question) -> bool:
    return bool(set(question.aspects) - {Aspect.OVERVIEW})


def _among(hits: Sequence[Hit], likely: Chances) -> Decision:
    rivals = [hit.code for hit, chance in zip(hits[1:3], likely.among[1:3], strict=True) if chance >= LIKELY]
    if not rivals or (likely.among[0] >= SURE and likely.best >= SURELY_OURS):
        return About(hits[0].code)
    return Unclear((hits[0].code, *rivals))
