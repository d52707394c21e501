"""What a procedure is called: the portal's title, and a short name as people say it."""

from __future__ import annotations

import re

from knowledge_base.language.fold import fold
from knowledge_base.portal.text import bare, capital
from knowledge_base.portal.words import words

LONGEST_NAME = 120
SHORTEST_NAME = 12  # a first clause shorter than this names nothing

_HEAD = re.compile(r"^(?:thủ tục(?: hành chính)?|tthc)\s*:?\s+(?!hải quan\b)", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*[-–,]?\s*\(?\s*(?:thực hiện\s+)?(?:tại|ở|thuộc thẩm quyền của)?\s*"
    r"(?:cấp xã|UBND cấp xã|Ủy ban nhân dân cấp xã)\s*\)?\s*$",
    re.IGNORECASE,
)
_CUTS = (";", " (", ", trừ ", " theo quy định", " đối với ", " trong trường hợp ", " cho ")


def official(name: str) -> str:
    """The portal's own title in one line."""
    return capital(bare(name))


def short(name: str) -> str:
    """The title without what only officials say; a title too long for a button ends at a clause."""
    full = official(name)
    plain = _TAIL.sub("", _HEAD.sub("", full)).strip() or full
    return capital(plain if len(plain) <= LONGEST_NAME else _cut(plain)).rstrip(" ,;")


def field(name: str) -> str:
    """Our key of the portal's field."""
    folded = fold(name)
    return next((key for part, key in words().fields if part in folded), words().other_field)


def _cut(text: str) -> str:
    for mark in _CUTS:
        at = text.rfind(mark, SHORTEST_NAME, LONGEST_NAME)
        if at > 0:
            return text[:at]
    return text[: text.rfind(" ", 0, LONGEST_NAME)] + "…"
