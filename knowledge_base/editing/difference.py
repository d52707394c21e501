"""What changed between two contents, part by part and row by row, in an order people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from knowledge_base.procedures.shape import MAIN, PARTS, TREE_PARTS, Column, Part, rows_of

_SAME_ROW = 60.0  # likeness in per cent from which a row is taken for a changed one, not for another


@dataclass(frozen=True)
class Cell:
    """A value that changed."""

    column: Column
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """A row that came (no ``before``), went (no ``after``) or changed (``cells``)."""

    part: Part
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    cells: tuple[Cell, ...] = ()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Everything that differs; a mere change of order is none."""
    parts = (MAIN, *PARTS, *TREE_PARTS)
    return [found for part in parts for found in _part(part, rows_of(before, part), rows_of(after, part))]


def _part(part: Part, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    gone = [row for row in before if row not in after]
    come = [row for row in after if row not in before]
    found: list[Difference] = []
    for row in come:
        old = _nearest(part, row, gone)
        if old is None:
            found.append(Difference(part, None, row))
        else:
            gone.remove(old)
            found.append(Difference(part, old, row, _cells(part, old, row)))
    return [*found, *(Difference(part, row, None) for row in gone)]


def _nearest(part: Part, row: Mapping[str, Any], others: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not part.many:
        return others[0] if others else None
    scored = [(_likeness(part, row, other), other) for other in others]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _SAME_ROW else None


def _likeness(part: Part, one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    if part.same_by:
        return 100.0 * (one.get(part.same_by) == other.get(part.same_by))
    first = part.columns[0].name
    if (one.get(first) or "") == (other.get(first) or ""):
        return 100.0
    return fuzz.ratio(str(one.get(first, "")), str(other.get(first, "")))


def _cells(part: Part, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Cell, ...]:
    return tuple(
        Cell(column, before.get(column.name), after.get(column.name))
        for column in part.columns
        if before.get(column.name) != after.get(column.name)
    )
