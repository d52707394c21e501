"""Opening hours as people write them: "7 giờ 30 đến 11 giờ 30", "7h30 - 11h30", "07:30–11:30"."""

from __future__ import annotations

import re
import unicodedata

_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*(?:giờ|g|h|:)\s*(\d{1,2}(?!\d))?", re.IGNORECASE)


def are_hours(text: str) -> bool:
    """Whether a text says from when to when: real times of a day, in pairs, each pair in its order."""
    found = [(int(hour), int(minute or 0)) for hour, minute in _TIME.findall(unicodedata.normalize("NFC", text))]
    real = all(hour <= 24 and minute <= 59 for hour, minute in found)
    pairs = list(zip(found[::2], found[1::2], strict=False))
    return bool(found) and len(found) % 2 == 0 and real and all(begin < end for begin, end in pairs)
