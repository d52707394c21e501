"""The fixed words of a declaration's draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.texts import Texts


@dataclass(frozen=True)
class Words:
    """``mark`` stands on every page: this is a draft."""

    mark: str
    state: str
    motto: str
    place_and_day: str
    copied_to: str  # before the number of the official form

    @classmethod
    def of(cls, texts: Texts) -> Self:
        """From the text file."""
        return cls(
            *(texts.say(f"draft.paper.{name}") for name in ("mark", "state", "motto", "place_and_day", "copied_to"))
        )
