"""Fees that were only valid until a day which is past: the portal goes on printing them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from knowledge_base.portal.text import sentences

_UNTIL = re.compile(r"đến (?:hết )?ngày (\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.IGNORECASE)


def still_valid(amount: int | None, note: str, day: date) -> tuple[int | None, str]:
    """The fee without sentences that ran out; an amount that only those explained is not known any more."""
    parts = sentences(note)
    valid = [part for part in parts if not _ran_out(part, day)]
    if len(valid) == len(parts):
        return amount, note
    rest = " ".join(valid)
    return (amount if amount and f"{amount:,}".replace(",", ".") in rest else None), rest


def _ran_out(sentence: str, day: date) -> bool:
    for found in _UNTIL.finditer(sentence):
        with suppress(ValueError):  # a day that does not exist ends nothing
            if date(int(found[3]), int(found[2]), int(found[1])) < day:
                return True
    return False
