"""The buttons of a row: take it out, move it up; for browsers without a script."""

from __future__ import annotations

from collections.abc import Mapping


def after_the_button(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields typed, with a row taken out or moved up if that was the button pressed."""
    match fields.get("lam", "").split(":"):
        case ["xoa", part, number] if number.isdecimal():
            return {name: value for name, value in fields.items() if not name.startswith(f"{part}-{number}-")}
        case ["len", part, number] if number.isdecimal():
            return {_swapped(name, part, int(number)): value for name, value in fields.items()}
    return dict(fields)


def _swapped(name: str, part: str, number: int) -> str:
    """The field's name after a row changed places with the one above it."""
    if number > 0:
        for old, new in ((number, number - 1), (number - 1, number)):
            if name.startswith(f"{part}-{old}-"):
                return f"{part}-{new}-{name.removeprefix(f'{part}-{old}-')}"
    return name
