"""Cuts the text of a condition into words, each with its position."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 400
"""Characters of one condition."""
SAME = {"và": "and", "hoặc": "or", "không": "not", "thuộc": "in", "=": "==", "≠": "!="}
"""What an editor may write instead; no key can be one of these."""
_WORD = re.compile(r"(?:và|hoặc|không|thuộc)(?!\w)|[a-z][a-z0-9_]*|==|!=|[=≠(),]")
_WANTED = {
    "join": "the end, 'and' or 'or'",
    "question": "a question's key, 'not' or '('",
    "answer": "an answer's key",
    "in": "'in'",
    "open": "'('",
    "close": "')'",
}
_REASONS = {
    "meaningless": "{found!r} has no meaning here",
    "too_long": "longer than {limit} characters",
    "too_deep": "more than {limit} levels deep",
    "expected": "expected {wanted}, but found {found!r}",
    "ends": "expected {wanted}, but the condition ends",
}


class ConditionError(ValueError):
    """A condition cannot be read. ``kind`` and ``args_for_text`` say why, for whoever puts it into other words."""

    def __init__(self, position: int, kind: str, **args: str | int) -> None:
        told = {**args, "wanted": _WANTED.get(str(args.get("wanted")), "")}
        super().__init__(f"at character {position + 1}: {_REASONS[kind].format(**told)}")
        self.position = position
        self.kind = kind
        self.args_for_text: dict[str, str | int] = {**args, "position": position + 1}


@dataclass(frozen=True)
class Word:
    """A name, a keyword or a sign. ``written``: as it stands in the text."""

    text: str
    position: int
    written: str = ""


def words(text: str) -> list[Word]:
    """The words in order. Raises ConditionError for anything that is none."""
    if len(text) > LONGEST:
        raise ConditionError(LONGEST, "too_long", limit=LONGEST)
    found: list[Word] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _WORD.match(text, position)
        if match is None:
            raise ConditionError(position, "meaningless", found=text[position])
        found.append(Word(SAME.get(match[0], match[0]), position, match[0]))
        position = match.end()
    return found
