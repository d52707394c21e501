"""Cuts the text of a condition into words, each with its position."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 400
"""Characters of one condition."""
_WORD = re.compile(r"[a-z][a-z0-9_]*|==|!=|[(),]")


class ConditionError(ValueError):
    """A condition cannot be read; says where and why."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"at character {position + 1}: {reason}")
        self.position = position


@dataclass(frozen=True)
class Word:
    """A name, a keyword or a sign."""

    text: str
    position: int


def words(text: str) -> list[Word]:
    """The words in order. Raises ConditionError for anything that is none."""
    if len(text) > LONGEST:
        raise ConditionError(LONGEST, f"longer than {LONGEST} characters")
    found: list[Word] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _WORD.match(text, position)
        if match is None:
            raise ConditionError(position, f"{text[position]!r} has no meaning here")
        found.append(Word(match[0], position))
        position = match.end()
    return found
