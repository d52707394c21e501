"""What a citizen typed, made safe to understand."""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class Unusable(StrEnum):
    """Why a text cannot be understood; the value is the key of what we say."""

    EMPTY = "notice.empty"
    NO_WORDS = "notice.no_words"
    TOO_LONG = "notice.too_long"


def clean(text: str) -> str:
    """NFC, without control and invisible characters, single spaces, line ends kept as spaces."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if char.isspace() else char for char in composed if char.isspace() or _printable(char))
    return " ".join(visible.split())


def problem_with(text: str, limit: int) -> Unusable | None:
    """Why a cleaned text cannot be understood, if it cannot."""
    if not text:
        return Unusable.EMPTY
    if len(text) > limit:
        return Unusable.TOO_LONG
    if not any(char.isalnum() for char in text):
        return Unusable.NO_WORDS
    return None


def for_rasa(text: str) -> str:
    """A citizen's text never starts like one of our own commands."""
    return text.lstrip("/# ")


def _printable(char: str) -> bool:
    return unicodedata.category(char)[0] != "C"
