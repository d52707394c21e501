"""The questions of a procedure as a form: what the page shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Typed:
    """One field with what is wrong with it, and a condition in words."""

    id: str
    value: str
    problem: str = ""
    said: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """One answer of a question."""

    label: Typed
    told: Typed
    key: Typed


@dataclass(frozen=True)
class QuestionRow:
    """One question."""

    ask: Typed
    key: Typed
    only_if: Typed
    answers: list[AnswerRow]
    problem: str


@dataclass(frozen=True)
class FactRow:
    """One fact of the record, and when it belongs to a citizen's list."""

    named: Typed
    way: str
    way_said: str
    when: str  # the record's own words for it
    only_if: Typed
    maybe_if: Typed | None
    gone: bool  # the record holds it no more


@dataclass(frozen=True)
class FactPart:
    """The facts of one part."""

    name: str
    title: str
    rows: list[FactRow]
    problem: str


@dataclass(frozen=True)
class OtherRow:
    """Another procedure that a case needs."""

    procedure: Typed
    only_if: Typed
    instead: Typed


@dataclass(frozen=True)
class TreeForm:
    """The whole form; the blank rows are those the script copies."""

    questions: list[QuestionRow]
    blank_question: QuestionRow
    questions_problem: str
    facts: list[FactPart]
    exempt_if: Typed
    no_papers_if: Typed
    others: list[OtherRow]
    blank_other: OtherRow
    summary: list[tuple[str, str]]
