"""The acts a procedure stands on, the one that matters most to a citizen first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.language.fold import fold
from knowledge_base.procedures.schema import Decision, LegalBasis

LONGEST_TITLE = 60  # characters, in a line that names several acts

# Acts that change another act, or that stand behind every procedure alike, say little about this one.
_BESIDE_THE_POINT = re.compile(
    r"\b(sua|cat giam|phan dinh|phan quyen|thao go|bo so ho khau|phi|du lieu|huong dan nghi quyet)\b"
)
_KINDS = {"NĐ-CP": "Nghị định", "/NQ": "Nghị quyết", "/TT": "Thông tư", "/QĐ": "Quyết định"}
_NAMED_IN_TITLE = ("Luật", "Bộ luật", "Pháp lệnh", *_KINDS.values())
_REMARK = re.compile(r" \([^()]*\)$")  # a date at the end of a title
_YEAR = re.compile(r"/(\d{4})\b")


def weightiest(bases: Sequence[LegalBasis]) -> list[LegalBasis]:
    """Acts that have a title and are about this procedure, then the rest; laws before decrees, the newest first."""
    return sorted(bases, key=_weight)


def named(basis: LegalBasis) -> str:
    """The act in one line, with what it is called where that is short."""
    title = _REMARK.sub("", basis.title or "")
    title = title if len(title) <= LONGEST_TITLE else ""
    if title.startswith(_NAMED_IN_TITLE):
        return f"{title} ({basis.number})"
    full = next((f"{kind} {basis.number}" for mark, kind in _KINDS.items() if mark in basis.number), basis.number)
    return f"{full} ({title})" if title else full


def published_by(decision: Decision) -> str:
    """The act that published the procedure."""
    return f"Quyết định {decision.number}" if "QĐ" in decision.number else f"Văn bản {decision.number}"


def _weight(basis: LegalBasis) -> tuple[int, int, int]:
    title = fold(basis.title or "")
    relevance = 2 if not title else 1 if _BESIDE_THE_POINT.search(title) else 0
    found = _YEAR.search(basis.number)
    return relevance, _kind(basis.number), -int(found[1]) if found else 0


def _kind(number: str) -> int:
    return 0 if "/QH" in number else 1 if "NĐ-CP" in number else 2
