"""Holds a measurement against the last accepted one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.evaluation.measuring.figures import Figures, Line

POINTS = 1.0
"""How far a share may fall in a group of at least ``LARGE`` rows."""

LARGE = 50
"""Below that, one row is more than two points: there a single row may turn, not two."""

_ROUNDING = 0.11  # shares are kept with one decimal


@dataclass(frozen=True)
class Drop:
    """A share that became worse than allowed."""

    key: str
    what: str
    before: float
    after: float


def drops(before: Figures, after: Figures) -> list[Drop]:
    """Everything that became worse. Lines whose number of rows changed are measured on other questions: not held."""
    old = {line.key: line for line in before.lines}
    pairs = [(old[line.key], line) for line in after.lines if line.key in old]
    return [drop for one, two in pairs if one.rows == two.rows for drop in _worse(one, two)]


def changed(before: Figures, after: Figures) -> list[str]:
    """Keys of lines that cannot be compared, because their questions changed, or that are new."""
    old = {line.key: line.rows for line in before.lines}
    return [line.key for line in after.lines if old.get(line.key) != line.rows]


def allowance(rows: int) -> float:
    """How many points a share of so many rows may fall."""
    return (POINTS if rows >= LARGE else 100 / rows) + _ROUNDING


def _worse(before: Line, after: Line) -> Iterator[Drop]:
    allowed = allowance(after.rows)
    if before.right - after.right > allowed:
        yield Drop(after.key, "right", before.right, after.right)
    if after.wrong - before.wrong > allowed:
        yield Drop(after.key, "wrong", before.wrong, after.wrong)
    if before.aspects_exact is None or after.aspects_exact is None:
        return
    if before.aspects_exact - after.aspects_exact > allowance(min(before.aspect_rows, after.aspect_rows)):
        yield Drop(after.key, "aspects", before.aspects_exact, after.aspects_exact)
