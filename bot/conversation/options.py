"""Finds out which offered option a citizen means by typing its number or its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.messages import Option
from knowledge_base.language.fold import fold

_NUMBER = re.compile(r"^\s*(?:so|chon|muc|cau|lua chon)?\s*(\d{1,2})\s*[.)]?\s*$")


def chosen_payload(text: str, options: Sequence[Option]) -> str | None:
    """The payload of the option meant by "2", "số 2" or its own label; None if the text is something else."""
    folded = fold(text)
    if match := _NUMBER.match(folded):
        index = int(match[1])
        return options[index - 1].payload if 1 <= index <= len(options) else None
    return next((option.payload for option in options if fold(option.label) == folded), None)
