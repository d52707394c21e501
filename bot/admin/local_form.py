"""An office or a local fee as a form: what was typed, what is wrong with it, and the fact it makes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from bot.texts import Texts
from knowledge_base.places.file import unfit
from knowledge_base.places.schema import Local, LocalFee, Office
from knowledge_base.places.service import Kind
from knowledge_base.procedures.loader import composed
from knowledge_base.units.service import Units

SHAPES: dict[Kind, type[Local]] = {Kind.OFFICE: Office, Kind.FEE: LocalFee}
ORDER = {
    Kind.OFFICE: ("commune_code", "counter", "address", "hours", "phone", "note"),
    Kind.FEE: ("procedure_code", "commune_code", "what", "amount", "unit", "resolution", "resolution_date"),
}
DATED = ("source", "certainty", "last_checked", "effective_from", "effective_to")
_LONG = frozenset({"address", "hours", "note", "source"})
_DAYS = frozenset({"resolution_date", "last_checked", "effective_from", "effective_to"})
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_KINDS = {
    "missing": "missing",
    "string_too_short": "missing",
    "int_parsing": "number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "enum": "option",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "value_error": "dates_order",
}


@dataclass(frozen=True)
class Field:
    """One field. ``kind`` chooses how it is typed: text, long, day, commune, certainty."""

    name: str
    label: str
    hint: str
    kind: str
    value: str
    required: bool
    problem: str


class LocalForm:
    """Makes forms and reads them."""

    def __init__(self, texts: Texts, units: Units, codes: Collection[str], today: date) -> None:
        self._texts = texts
        self._units = units
        self._codes = codes
        self._today = today

    def fields(self, kind: Kind, typed: Mapping[str, str], problems: Mapping[str, str]) -> list[Field]:
        """The fields, in the order in which people fill them in."""
        return [self._field(kind, name, typed.get(name, ""), problems.get(name, "")) for name in names(kind)]

    def read(self, kind: Kind, typed: Mapping[str, str]) -> tuple[Local | None, dict[str, str]]:
        """The fact, or what is wrong by field."""
        given = {name: _typed(name, typed.get(name, "")) for name in names(kind)}
        try:
            fact = SHAPES[kind].model_validate(composed({key: value for key, value in given.items() if value}))
        except ValidationError as error:
            return None, {self._place(found): self._said(found) for found in reversed(error.errors())}
        wrong = unfit(fact, self._units, self._codes, self._today)
        return (None if wrong else fact), {field: self._own(reason) for field, reason in wrong.items()}

    def _field(self, kind: Kind, name: str, value: str, problem: str) -> Field:
        hint = f"upkeep.place.hint.{name}"
        return Field(
            name=name,
            label=self._texts.say(f"upkeep.place.field.{name}"),
            hint=self._texts.say(hint) if hint in self._texts else "",
            kind=_kind(name),
            value=value,
            required=SHAPES[kind].model_fields[name].is_required() or name == "certainty",
            problem=problem,
        )

    def _place(self, found: Mapping[str, object]) -> str:
        location = found["loc"]
        return str(location[0]) if isinstance(location, tuple) and location else "effective_to"

    def _said(self, found: Mapping[str, object]) -> str:
        key = _KINDS.get(str(found["type"]))
        if key is None:
            return self._own(self._place(found) if found["type"] == "string_pattern_mismatch" else "too_long")
        return self._texts.say(f"admin.invalid.{key}", limit="1.000.000.000")

    def _own(self, reason: str) -> str:
        key = f"upkeep.place.invalid.{reason}"
        return self._texts.say(key if key in self._texts else "admin.invalid.other")


def names(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind."""
    return (*ORDER[kind], *DATED)


def _kind(name: str) -> str:
    if name in _LONG:
        return "long"
    if name in _DAYS:
        return "day"
    return {"commune_code": "commune", "certainty": "certainty", "procedure_code": "procedure"}.get(name, "text")


def _typed(name: str, text: str) -> str:
    text = text.strip()
    if name in _DAYS and (found := _DAY.fullmatch(text)):
        return f"{found[3]}-{found[2]:>02}-{found[1]:>02}"
    if name == "amount" and _THOUSANDS.fullmatch(text):
        return re.sub(r"[. ]", "", text)
    return text
