"""Fees: an amount is taken as printed; "Miễn phí" is certain only where words beside it say so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from knowledge_base.language.fold import fold
from knowledge_base.portal.expired import still_valid
from knowledge_base.portal.text import bare, flat, is_nothing, pieces
from knowledge_base.portal.ways import Row
from knowledge_base.portal.words import words
from knowledge_base.procedures.schema import Fact, Fee, Fees, LegalBasis
from knowledge_base.vocabulary import Certainty

SMALLEST = 1000  # đồng; less is a slip of the portal or of its glued cells
# A remark that names an act, a rate or a council says that there is a fee, whatever the cell says.
_SET_ELSEWHERE = re.compile(
    r"\b(?:hoi dong nhan dan|hdnd|thong tu|nghi quyet|nghi dinh|muc (?:thu|phi|le phi)|tt-btc|dong|vnd)\b"
)
_REALLY_FREE = re.compile(r"\b(khong thu|mien (?:phi|le phi|thu)|khong phai nop)\b")
_LONGEST_NOTE = 220


def fees(printed: list[Row], portal_field: str, bases: list[LegalBasis], day: date) -> Fees:
    """What each way costs on a day; ways that cost the same are one line."""
    rows = [replace(row, fees=tuple(still_valid(*fee, day) for fee in row.fees)) for row in printed]
    council = _set_by_council(portal_field, bases)
    found = [(row, fee) for row in rows for fee in _of(row, council=council)]
    notes = [_note for row in rows for _, note in row.fees for _note in _long(note)]
    return Fees(
        items=_merged(found, rows),
        notes=[Fact(text=text, certainty=Certainty.VERIFIED) for text in dict.fromkeys(notes)],
    )


def _set_by_council(portal_field: str, bases: list[LegalBasis]) -> bool:
    folded = fold(portal_field)
    if any(part in folded for part in words().council_fields):
        return True
    return any(basis.number in words().council_acts for basis in bases)


def _merged(found: list[tuple[Row, Fee]], rows: list[Row]) -> list[Fee]:
    ways = {row.way for row in rows}
    same: dict[Fee, set[str]] = {}
    for row, fee in found:
        same.setdefault(fee, set()).add(row.way)
    items: list[Fee] = []
    for fee, of in same.items():
        everywhere = of == ways or fee.amount is None
        items += [fee] if everywhere else [fee.model_copy(update={"way": way}) for way in sorted(of)]
    return items


def _of(row: Row, *, council: bool) -> list[Fee]:
    return [_fee(amount, note, council=council) for amount, note in row.fees]


def _fee(amount: int | None, note: str, *, council: bool) -> Fee:
    text = "" if is_nothing(note) else flat(note)
    short = text if 0 < len(text) <= _LONGEST_NOTE else None
    if amount == 0 and not text and not council:
        return Fee(what=words().fee, note=words().fee_said_free)
    sure = _says_free(text) if amount == 0 else amount is not None and _agrees(amount, text)
    if not sure:
        return Fee(what=words().fee, note=short)
    return Fee(what=words().fee, amount=amount, note=short, certainty=Certainty.VERIFIED)


def _says_free(note: str) -> bool:
    """The cell's "Miễn phí" is also the portal's placeholder; only words that say so make it certain."""
    folded = fold(note)
    if _SET_ELSEWHERE.search(folded) and not folded.startswith("khong thu"):
        return False
    return _REALLY_FREE.search(folded) is not None


def _agrees(amount: int, note: str) -> bool:
    """An amount is believed unless its own remark names only other ones."""
    named = {int(number.replace(".", "").replace(",", "")) for number in re.findall(r"\d{1,3}(?:[.,]\d{3})+", note)}
    return amount >= SMALLEST and (not named or amount in named)


def _long(note: str) -> list[str]:
    return pieces(note) if len(bare(note)) > _LONGEST_NOTE else []
