"""Processing times: a number with its unit is a time, a number alone is none."""

from __future__ import annotations

import re

from knowledge_base.portal.text import LONGEST_FACT, bare, capital, flat
from knowledge_base.portal.ways import Row
from knowledge_base.portal.words import words
from knowledge_base.procedures.schema import Duration
from knowledge_base.vocabulary import Certainty, TimeUnit

_UNITS = {
    "Ngày làm việc": (TimeUnit.WORKING_DAY, 1),
    "Ngày": (TimeUnit.CALENDAR_DAY, 1),
    "Giờ làm việc": (TimeUnit.WORKING_HOUR, 1),
    "Giờ": (TimeUnit.HOUR, 1),
    "Tháng": (TimeUnit.MONTH, 1),
    "Năm": (TimeUnit.MONTH, 12),
    "Tuần": (TimeUnit.CALENDAR_DAY, 7),
}
_SPEAKS_OF_TIME = re.compile(r"\d\)? (?:ngày|giờ|tháng)\b|\bthời hạn giải quyết\b|\bngay trong ngày\b", re.IGNORECASE)
_REPEATED = re.compile(r"^0?\d+ (?:ngày(?: làm việc)?|giờ|tháng)\b[\s,.;:]*", re.IGNORECASE)


def times(rows: list[Row]) -> list[Duration]:
    """One duration where all ways agree, else one a way; the same is said once."""
    found = [(row, _duration(row)) for row in rows]
    timed = [(row, duration) for row, duration in found if duration is not None]
    if len({(duration.amount, duration.unit) for _, duration in timed}) == 1 and len(timed) == len(rows):
        notes = dict.fromkeys(duration.note for _, duration in timed if duration.note)
        note = ". ".join(notes) if len(". ".join(notes)) <= LONGEST_FACT else next(iter(notes), None)
        return [timed[0][1].model_copy(update={"note": note or None})]
    return list(dict.fromkeys(duration.model_copy(update={"way": row.way}) for row, duration in timed))


def speaks_of_time(remark: str) -> bool:
    """Whether a remark of the table tells more about the time."""
    return _SPEAKS_OF_TIME.search(remark) is not None and len(remark) <= LONGEST_FACT


def _duration(row: Row) -> Duration | None:
    note = flat(row.remark) if row.remark and speaks_of_time(row.remark) else None
    if row.amount is None:
        return Duration(note=bare(row.time_words), certainty=Certainty.VERIFIED) if bare(row.time_words) else None
    if row.unit not in _UNITS:
        return _without_unit(row.amount, note)
    unit, factor = _UNITS[row.unit]
    amount = row.amount * factor
    if amount <= 0:
        return Duration(note=note) if note else None
    if unit is TimeUnit.CALENDAR_DAY and note and _is_working_days(row.amount, note):
        unit = TimeUnit.WORKING_DAY
    return Duration(amount=amount, unit=unit, note=_fresh(row.amount, note), certainty=Certainty.VERIFIED)


def _fresh(amount: float, note: str | None) -> str | None:
    """The remark without repeating the number before it."""
    if note is None or not re.match(rf"0?{int(amount)} ", note):
        return note
    return capital(_REPEATED.sub("", note)) or None


def _without_unit(amount: float, note: str | None) -> Duration | None:
    if amount <= 1:  # the portal's placeholder
        return Duration(note=note) if note else None
    printed = words().time_no_unit.format(amount=int(amount))
    return Duration(note=f"{printed}. {note}" if note else printed)


def _is_working_days(amount: float, note: str) -> bool:
    """The remark says of the same number that these are working days."""
    return re.search(rf"\b0?{int(amount)} ngày làm việc\b", note, re.IGNORECASE) is not None
