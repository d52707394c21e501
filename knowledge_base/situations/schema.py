"""The shape of one situation: a part of its procedure's document; delivered in ``knowledge_base/data/situations``.

It holds questions and conditions only. Every fact (a paper, a fee, a time) stays in the procedure's record and is named
here by its exact words, so that there is one place to correct it.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from knowledge_base.procedures.values import Code, Line
from knowledge_base.situations.parser import KEYWORDS, parse
from knowledge_base.situations.words import ConditionError
from knowledge_base.vocabulary import Way

MOST_QUESTIONS = 6
"""Asked of one citizen; a tree may hold more."""
LONGEST_LABEL = 60


def _word(value: object) -> object:
    """YAML reads a bare ``yes`` or ``no`` as a truth value; here they are keys."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _no_keyword(value: str) -> str:
    if value in KEYWORDS:
        raise PydanticCustomError("keyword", "'{word}' is a word of the condition language", {"word": value})
    return value


def _readable(value: str) -> str:
    try:
        parse(value)
    except ConditionError as error:
        args = {**error.args_for_text, "english": str(error)}
        raise PydanticCustomError(f"condition_{error.kind}", "{english}", args) from error
    return value


Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$"),
    BeforeValidator(_word),
    AfterValidator(_no_keyword),
]
When = Annotated[str, AfterValidator(_readable)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Model):
    """One possible answer. ``told`` says it where the question does not stand beside it ("Có" alone says nothing)."""

    key: Key
    label: Label
    told: Label | None = None


class Question(_Model):
    """Asked only when ``only_if`` holds, with earlier answers."""

    key: Key
    ask: Line
    options: Annotated[list[Option], Field(min_length=2, max_length=8)]
    only_if: When | None = None

    def told(self, option: str) -> str:
        """An answer in words that stand alone."""
        return next(item.told or item.label for item in self.options if item.key == option)


class Rule(_Model):
    """A fact of the record, by its exact words, belongs to the checklist only when ``only_if`` holds."""

    named: Line
    only_if: When


class PaperRule(Rule):
    """A paper. ``maybe_if``: the citizen is not sure, so it is shown together with its case."""

    maybe_if: When | None = None


class FeeRule(Rule):
    """A fee by what it is for, and by the way of filing where the record tells several."""

    way: Way | None = None


class Elsewhere(_Model):
    """In this case another procedure is to be done as well, or ``instead`` of this one."""

    procedure: Code
    only_if: When
    instead: bool = False


class Situation(_Model):
    """The questions of a procedure, and the facts of its record that depend on them.

    Papers, papers to show, fees, exemptions and times without a rule always belong to the checklist; notes never do.
    A time is named by its ``when``; a note may be one of the record's notes, conditions or frequent mistakes.
    """

    questions: Annotated[list[Question], Field(min_length=1, max_length=20)]
    papers: list[PaperRule] = []
    papers_to_show: list[Rule] = []
    fees: list[FeeRule] = []
    times: list[Rule] = []
    notes: list[Rule] = []
    exempt_if: When | None = None  # exemptions from the fee are told only then
    no_papers_if: When | None = None  # nothing has to be handed in
    elsewhere: list[Elsewhere] = []

    @property
    def fingerprint(self) -> str:
        """Changes when anything in the tree changes; an answer given to another tree has no meaning."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    def question(self, key: str) -> Question | None:
        """The question of that key."""
        return next((item for item in self.questions if item.key == key), None)
