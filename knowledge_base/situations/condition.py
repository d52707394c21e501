"""Conditions over answers: what they mean, and which answers they speak of.

``parents_married == no and (late or place in (abroad, unknown))``. A name alone means ``== yes``. A question that was
not asked has no answer: it equals nothing and differs from everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Is:
    """The answer to a question is one of these."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Not:
    """The contrary."""

    term: Condition


@dataclass(frozen=True)
class Every:
    """Every one of them."""

    terms: tuple[Condition, ...]


@dataclass(frozen=True)
class Some:
    """At least one of them."""

    terms: tuple[Condition, ...]


type Condition = Is | Not | Every | Some


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Whether the condition is met by these answers."""
    match condition:
        case Is(key, values):
            return answers.get(key) in values
        case Not(term):
            return not holds(term, answers)
        case Every(terms):
            return all(holds(term, answers) for term in terms)
        case Some(terms):
            return any(holds(term, answers) for term in terms)


def mentions(condition: Condition) -> Iterator[Is]:
    """Every comparison in it."""
    match condition:
        case Is():
            yield condition
        case Not(term):
            yield from mentions(term)
        case Every(terms) | Some(terms):
            for term in terms:
                yield from mentions(term)
