"""Checks what was typed, kindly: spaces and ways of writing a date are put right, the rest is named by a text key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge_base.drafts.schema import Blank, Draft, Kind

LIMITS = {Kind.LONG: 600, Kind.NAME: 80, Kind.LINE: 200}
SHORT = 120
_DATE = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?::|h|giờ|g)\s*(\d{1,2})?\s*(?:phút|p)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SIGNS = frozenset("–—‘’“”…°²³")
EARLIEST = 1880


@dataclass(frozen=True)
class Problem:
    """Why a field cannot be used: the last part of a text key, and what fills it."""

    reason: str
    limit: int = 0


@dataclass(frozen=True)
class Checked:
    """What was typed, put right; and what is wrong, by field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


def check(draft: Draft, typed: Mapping[str, str], today: date) -> Checked:
    """Every field of the declaration; what belongs to no field is not looked at."""
    checked = Checked()
    for key, blank in draft.fields().items():
        text = _tidy(typed.get(key, ""), keep_lines=blank.kind is Kind.LONG)
        outcome = _check(blank, text, today)
        checked.values[key] = text if isinstance(outcome, Problem) else outcome
        if isinstance(outcome, Problem):
            checked.problems[key] = outcome
    _check_order(draft, checked)
    return checked


def whole_date(text: str) -> date | None:
    """A date written the Vietnamese way, or as browsers send it."""
    found, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    day, month, year = (found[1], found[2], found[3]) if found else (iso[3], iso[2], iso[1]) if iso else (0, 0, 0)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _check(blank: Blank, text: str, today: date) -> str | Problem:
    if not text:
        missing = Problem("choice" if blank.kind is Kind.CHOICE else "required")
        return missing if blank.required else ""
    limit = LIMITS.get(blank.kind, SHORT)
    if len(text) > limit:
        return Problem("too_long", limit)
    if not all(map(_writable, text)):
        return Problem("letters")
    if blank.kind is Kind.CHOICE:
        return text if text in blank.options else Problem("choice")
    reader = _READERS.get(blank.kind)
    return reader(text, today) if reader else text


def _date(text: str, today: date) -> str | Problem:
    day = whole_date(text)
    if day is None:
        return Problem("date")
    return _past(day, today) or day.strftime("%d/%m/%Y")


def _birth(text: str, today: date) -> str | Problem:
    if whole_date(text):
        return _date(text, today)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return _past(date(int(found[2]) or 1, int(found[1]), 1), today) or f"{int(found[1]):02}/{found[2]}"
    problem = _year(text, today)
    return Problem("date") if isinstance(problem, Problem) and problem.reason == "year" else problem


def _year(text: str, today: date) -> str | Problem:
    if not re.fullmatch(r"[1-9]\d{3}", text):
        return Problem("year")
    return _past(date(int(text), 1, 1), today) or text


def _past(day: date, today: date) -> Problem | None:
    if day > today:
        return Problem("future")
    return Problem("too_early", EARLIEST) if day.year < EARLIEST else None


def _time(text: str, today: date) -> str | Problem:
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return Problem("time")
    return f"{int(found[1]):02} giờ {int(found[2] or 0):02} phút"


def _count(text: str, today: date) -> str | Problem:
    return str(int(text)) if re.fullmatch(r"\d{1,2}", text) else Problem("count")


def _id(text: str, today: date) -> str | Problem:
    digits = re.sub(r"[\s.]", "", text)
    return digits if re.fullmatch(r"[0-9]{12}", digits) else Problem("id")


def _phone(text: str, today: date) -> str | Problem:
    digits = re.sub(r"[\s.\-()]", "", text)
    return digits if re.fullmatch(r"(?:\+84|0)[0-9]{9,10}", digits) else Problem("phone")


def _email(text: str, today: date) -> str | Problem:
    return text if _EMAIL.fullmatch(text) else Problem("email")


def _name(text: str, today: date) -> str | Problem:
    return Problem("name") if any(char.isdecimal() for char in text) else text


_READERS: dict[Kind, Callable[[str, date], str | Problem]] = {
    Kind.NAME: _name,
    Kind.DATE: _date,
    Kind.BIRTH: _birth,
    Kind.YEAR: _year,
    Kind.TIME: _time,
    Kind.COUNT: _count,
    Kind.ID: _id,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
}


def _check_order(draft: Draft, checked: Checked) -> None:
    for key, blank in draft.fields().items():
        day = whole_date(checked.values[key])
        first = whole_date(checked.values[blank.not_before]) if blank.not_before else None
        if day and first and day < first and key not in checked.problems:
            checked.problems[key] = Problem("order")


def _tidy(text: str, *, keep_lines: bool) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    lines = composed.split("\n") if keep_lines else [composed]
    shown = (
        " ".join("".join(" " if char.isspace() else char for char in line if _shown(char)).split()) for line in lines
    )
    return "\n".join(line for line in shown if line)


def _shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] != "C"


def _writable(char: str) -> bool:
    """Letters of Vietnamese and its neighbours, digits and signs: what the paper's type can print."""
    latin = char < "\u0250" or "\u1e00" <= char <= "\u1eff"
    return latin or char in _SIGNS
