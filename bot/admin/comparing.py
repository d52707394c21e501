"""Differences in words: what came, what went, what reads otherwise now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.editing.conditions import readable
from bot.editing.words import ProcedureWords
from bot.texts import Texts
from knowledge_base.editing.difference import Cell, Difference, differences
from knowledge_base.procedures.shape import Part


@dataclass(frozen=True)
class Told:
    """One difference. ``kind``: come, gone, changed; ``cells``: column, before, after."""

    kind: str
    row: list[str]
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True)
class PartDifferences:
    """The differences of one part."""

    title: str
    told: list[Told]


def compared(texts: Texts, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PartDifferences]:
    """Part by part."""
    words, parts = ProcedureWords(texts), dict[Part, list[Told]]()
    for found in differences(readable(texts, before), readable(texts, after)):
        parts.setdefault(found.part, []).append(_told(words, found))
    return [PartDifferences(words.part(part), told) for part, told in parts.items()]


def _told(words: ProcedureWords, found: Difference) -> Told:
    if found.before is None and found.after is not None:
        return Told("come", words.row(found.part, found.after), [])
    if found.after is None and found.before is not None:
        return Told("gone", words.row(found.part, found.before), [])
    first = found.part.columns[0]
    row = found.after or {}
    return Told(
        "changed",
        [words.value(found.part, first, row.get(first.name))] if found.part.many and not found.part.plain else [],
        [_cell(words, found.part, cell) for cell in found.cells],
    )


def _cell(words: ProcedureWords, part: Part, cell: Cell) -> tuple[str, str, str]:
    return (
        words.column(part, cell.column),
        words.value(part, cell.column, cell.before),
        words.value(part, cell.column, cell.after),
    )
