"""Who settles it and where: of the commune, of another body, or of another province."""

from __future__ import annotations

import re
from typing import Literal

from knowledge_base.language.fold import fold
from knowledge_base.portal.record import PortalRecord
from knowledge_base.portal.text import bare, capital, is_nothing, pieces
from knowledge_base.procedures.schema import Fact
from knowledge_base.vocabulary import Certainty

_COMMUNE = re.compile(r"(?<!hop tac )\b(?:xa|phuong|dac khu)\b(?! hoi\b)")
_OTHERS = re.compile(r"\b(?:hai quan|thue|bao hiem xa hoi|kho bac|toa an|so|bo|cuc|cong chung|dang ky dat dai|tinh)\b")
_DECIDED_LATER = re.compile(r"\b(?:chi dinh|tham quyen|duoc giao)\b")
_GONE = re.compile(r"\b(?:huyện|quận|thị xã)\b", re.IGNORECASE)  # no districts since 1 July 2025
_STREET = re.compile(r"\b(?:so \d+|duong|pho)\b")
_PROVINCIAL = re.compile(r"QĐ-UBND|NQ-HĐND")


def is_local(record: PortalRecord) -> bool:
    """Whether a single province published the procedure for itself."""
    return _PROVINCIAL.search(record.decision) is not None


def level(record: PortalRecord) -> Literal["commune", "signpost"]:
    """A signpost if the portal names only bodies that are none of the commune's."""
    named = fold(" ; ".join(text for text in (record.authority, record.executor) if not is_nothing(text)))
    if _COMMUNE.search(named) or _DECIDED_LATER.search(named) or not _OTHERS.search(named):
        return "commune"
    return "signpost"


def authority(record: PortalRecord) -> list[Fact]:
    """The bodies, as named; a body of a level that no longer exists is not certain."""
    named = [bare(text) for text in (record.authority, record.executor) if not is_nothing(text)]
    return [
        Fact(text=capital(text), certainty=Certainty.UNVERIFIED if _GONE.search(text) else Certainty.VERIFIED)
        for text in dict.fromkeys(named)
        if text
    ]


def place(record: PortalRecord) -> Fact | None:
    """Where to hand in; an address in a street is some other province's."""
    if is_nothing(record.address) or _STREET.search(fold(record.address)):
        return None
    first = pieces(record.address)[0]
    certainty = Certainty.UNVERIFIED if _GONE.search(first) else Certainty.VERIFIED
    return Fact(text=capital(first), certainty=certainty)
