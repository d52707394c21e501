"""Values in and out of cells: no text becomes a formula on its way out, no formula is taken for a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge_base.language.fold import fold
from knowledge_base.procedures.shape import Column, Kind

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
type Cell = str | int | float | date | None
type Words = Mapping[str, str]


def out(column: Column, value: Any, words: Words) -> Cell:
    """A value as a cell holds it; options in words."""
    if value is None:
        return None
    if column.kind in (Kind.OPTION, Kind.YES_NO):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return words.get(text, text)
    if column.kind is Kind.DAY:
        return date.fromisoformat(str(value))
    return harmless(value) if isinstance(value, str) else value


def back(column: Column, value: Any, words: Words) -> Any:
    """A cell's value as the form would give it."""
    if isinstance(value, float) and column.kind is Kind.CODE:
        return f"{value:.6f}"
    if not isinstance(value, str):
        return value
    if column.kind in (Kind.OPTION, Kind.YES_NO):
        sought = fold(value)
        return next((option for option, said in words.items() if fold(said) == sought), value)
    return plain(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet reads as a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def plain(text: str) -> str:
    """The text that was made harmless."""
    return text[1:] if _QUOTED.match(text) else text
