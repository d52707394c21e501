"""From the place of a problem to the field, the row and the column people see."""

from __future__ import annotations

from knowledge_base.editing.checking import Place
from knowledge_base.procedures.shape import MAIN, PARTS, TREE_PARTS, Column, Part


def locate(place: Place) -> tuple[Part, int | None, Column | None]:
    """Which part, row and column a place is."""
    if place and place[0] in {column.name for column in MAIN.columns}:
        return MAIN, 0, _column(MAIN, str(place[0]))
    texts = [str(step) for step in place]
    part = next((part for part in (*PARTS, *TREE_PARTS) if tuple(texts[: len(part.path)]) == part.path), MAIN)
    rest = place[len(part.path) :] if part is not MAIN else ()
    number = next((step for step in rest if isinstance(step, int)), 0 if not part.many else None)
    name = next((step for step in rest if isinstance(step, str)), part.columns[0].name if part.plain else "")
    return part, number, _column(part, name) if number is not None else None


def place_id(place: Place) -> str:
    """The id of the field, or of the part, that a place is."""
    part, number, column = locate(place)
    if number is None:
        return part.name
    return f"{part.name}-{number}-{(column or part.columns[0]).name}"


def _column(part: Part, name: str) -> Column | None:
    return next((column for column in part.columns if column.name == name), None)
