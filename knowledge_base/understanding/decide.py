"""Which procedure a question is about: one, a choice of a few, the one already talked about, or none.

How likely each is: ``chances``. How the bounds were found: docs/decisions/0007-how-the-search-decides.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.understanding.chances import Chances, chances, heard
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

SURE = 0.8  # chance, given that it is ours, from which one procedure is answered without asking back
SURELY_OURS = 0.65  # chance, all things considered, that this takes too
ELSEWHERE = 0.25  # chance of being none of ours from which nothing of ours is told
SURELY_ELSEWHERE = 0.9  # … from which it is not answered from what was talked about either
LIKELY = 0.02  # chance from which a procedure is worth offering
STAYS = 0.1  # chance of what is talked about from which an aspect is asked of it
NEW_TOPIC = 0.8  # chance of another procedure from which the topic changes
NAMED = 0.5  # … which is enough where it knows this share of the telling words:
COVERED = 0.75
OUT_OF_SCOPE = 0.5  # the language model's chance from which a question is none of ours …
OUT_OF_SCOPE_IN_TALK = 0.8  # … unless something is talked about: short words on it look like nothing by themselves


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
    signposts = {hit.code for hit in hits if documents[hit.code].level == "signpost"}
    hits = heard(hits, _outside(question), signposts)
    talked_about = context.procedure if context.procedure in documents else None
    offered = tuple(code for code in context.candidates if code in documents)
    likely = chances(hits, _outside(question)) if hits else None
    elsewhere = likely.elsewhere if likely else 0.0
    carries_on = _asks_something(question) and not _names_another(hits, likely, talked_about)
    if carries_on and (offered or talked_about) and not _foreign(question, elsewhere):
        # Who was asked to choose and asks on instead is asked again, about what they ask now.
        return Unclear(offered) if offered else About(talked_about or "")
    if likely is None or likely.elsewhere >= ELSEWHERE:
        outside = _outside(question) >= OUT_OF_SCOPE or elsewhere >= SURELY_ELSEWHERE
        return _elsewhere(question) if outside else _last_resort(question, talked_about)
    return _among(hits, likely, signposts)


def _names_another(hits: Sequence[Hit], likely: Chances | None, talked_about: str | None) -> bool:
    """Whether the words name a procedure strongly enough to change the topic."""
    if likely is None:
        return False
    if any(hit.code == talked_about and chance >= STAYS for hit, chance in zip(hits, likely.among, strict=True)):
        return False
    return likely.best >= NEW_TOPIC or (likely.best >= NAMED and hits[0].covered >= COVERED)


def _foreign(question: Question, elsewhere: float) -> bool:
    """Whether it is so clearly none of ours that not even what was talked about explains it.

    Few words on what is talked about look like nothing to the search, so that alone it decides nothing here.
    """
    outside = _outside(question)
    return outside >= OUT_OF_SCOPE_IN_TALK or (elsewhere >= SURELY_ELSEWHERE and outside >= OUT_OF_SCOPE)


def _last_resort(question: Question, talked_about: str | None) -> Decision:
    return About(talked_about) if talked_about and _asks_something(question) else Unknown()


def _elsewhere(question: Question) -> Outside:
    return Outside(near=question.how_likely("out_of_scope_near") >= question.how_likely("out_of_scope_far"))


def _outside(question: Question) -> float:
    return question.how_likely("out_of_scope_near") + question.how_likely("out_of_scope_far")


def _asks_something(question: Question) -> bool:
    return bool(set(question.aspects) - {Aspect.OVERVIEW})


def _among(hits: Sequence[Hit], likely: Chances, signposts: AbstractSet[str]) -> Decision:
    rivals = [hit.code for hit, chance in zip(hits[1:3], likely.among[1:3], strict=True) if chance >= LIKELY]
    if {hits[0].code, *rivals} <= signposts:
        return About(hits[0].code)  # none of them is settled here: nobody is made to choose between them
    if not rivals or (likely.among[0] >= SURE and likely.best >= SURELY_OURS):
        return About(hits[0].code)
    return Unclear((hits[0].code, *rivals))
