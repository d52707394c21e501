"""How facts about places lie in a file: a sheet, or a list, for each kind."""

from __future__ import annotations

from bot.texts import Texts
from knowledge_base.places.service import Kind

LISTS = {Kind.OFFICE: "offices", Kind.FEE: "fees", Kind.NOTE: "notes"}
"""The names in ``data/offices.yaml``."""


def title(kind: Kind, texts: Texts) -> str:
    """The name of a kind's sheet."""
    return texts.say(f"upkeep.place.sheet.{kind.name.lower()}")


def shown_name(texts: Texts) -> str:
    """The head of the column that only tells people which commune a code is."""
    return texts.say("upkeep.place.shown_name")
