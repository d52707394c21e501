"""Ways to hand the file in. The dump does not say how far the online service goes, so the level stays open."""

from __future__ import annotations

from knowledge_base.portal.text import LONGEST_FACT, flat
from knowledge_base.portal.times import speaks_of_time
from knowledge_base.portal.ways import Row
from knowledge_base.procedures.schema import Filing
from knowledge_base.vocabulary import Certainty


def filing(rows: list[Row]) -> list[Filing]:
    """Every way the portal lists, once, with the remark that is about the way."""
    notes: dict[str, str | None] = {}
    for row in rows:
        notes[row.way] = notes.get(row.way) or _note(row.remark)
    return [
        Filing(way=row.way, available=True, note=notes[row.way], certainty=Certainty.VERIFIED)
        for row in {row.way: row for row in rows}.values()
    ]


def _note(remark: str) -> str | None:
    text = flat(remark)
    return text if text and len(text) <= LONGEST_FACT and not speaks_of_time(remark) else None
