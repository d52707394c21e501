"""A Vietnamese letter taken apart into its base, its shape (â, ơ, đ) and its tone, and words by their tones."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
"""Combining tone marks and their Telex keys."""

SHAPES = {"\u0302": "^", "\u031b": "+", "\u0306": "("}  # circumflex, horn, breve


class Letter(NamedTuple):
    """``ắ`` is base ``a``, shape ``(``, tone ``s``; ``đ`` is base ``d``, shape ``-``."""

    base: str
    shape: str = ""
    tone: str = ""


def taken_apart(char: str) -> Letter:
    """One composed character; what is no Vietnamese letter stays its own base."""
    if char in "đĐ":
        return Letter("d" if char == "đ" else "D", "-")
    base, *marks = list(unicodedata.normalize("NFD", char))
    shape = "".join(SHAPES.get(mark, "") for mark in marks)
    tone = "".join(TONES.get(mark, "") for mark in marks)
    return Letter(base, shape, tone) if len(marks) == len(shape) + len(tone) else Letter(char)


def bare(text: str) -> str:
    """Without any diacritics, case kept."""
    return "".join(taken_apart(char).base for char in unicodedata.normalize("NFC", text))
