"""An office, a local fee or note as people type it, in a form or in a file: the fact it makes, or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from pydantic import ValidationError

from bot.texts import Texts
from knowledge_base.language.fold import fold
from knowledge_base.places.file import unfit
from knowledge_base.places.hours import are_hours
from knowledge_base.places.schema import Local
from knowledge_base.places.service import SHAPES, Kind
from knowledge_base.procedures.loader import composed
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Certainty

ORDER = {
    Kind.OFFICE: ("commune_code", "counter", "address", "hours", "phone", "note"),
    Kind.FEE: ("procedure_code", "commune_code", "what", "amount", "unit", "resolution", "resolution_date"),
    Kind.NOTE: ("procedure_code", "commune_code", "text"),
}
DATED = ("source", "certainty", "last_checked", "effective_from", "effective_to")
DAYS = frozenset({"resolution_date", "last_checked", "effective_from", "effective_to"})
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


class LocalReader:
    """Reads what was typed. ``commune``: the only one whose facts are taken; None: all are."""

    def __init__(
        self, texts: Texts, units: Units, codes: Collection[str], today: date, commune: str | None = None
    ) -> None:
        self.texts = texts
        self._units = units
        self._codes = codes
        self._today = today
        self._commune = commune
        self._certainties = {fold(texts.say(f"upkeep.place.{value}")): value.value for value in Certainty}

    def read(self, kind: Kind, typed: Mapping[str, str]) -> tuple[Local | None, dict[str, str]]:
        """The fact, or what is wrong by field."""
        given = {name: self._typed(name, typed.get(name, "")) for name in names(kind)}
        try:
            fact = SHAPES[kind].model_validate(composed({key: value for key, value in given.items() if value}))
        except ValidationError as error:
            said = {_place(found): self._said(found) for found in reversed(error.errors())}
            return None, {**{field: self._own(reason) for field, reason in self._early(given).items()}, **said}
        wrong = unfit(fact, self._units, self._codes, self._today)
        if not wrong and self._commune is not None and fact.commune_code != self._commune:
            wrong = {"commune_code": "not_yours"}
        return (None if wrong else fact), {field: self._own(reason) for field, reason in wrong.items()}

    def _early(self, given: Mapping[str, str]) -> dict[str, str]:
        """What is wrong as well with a fact whose shape is: whoever corrects it hears it all at once."""
        found: dict[str, str] = {}
        if given.get("commune_code") and self._units.get(given["commune_code"]) is None:
            found["commune_code"] = "unknown_commune"
        if given.get("hours") and not are_hours(given["hours"]):
            found["hours"] = "hours"
        return found

    def label(self, name: str) -> str:
        """What a field is called."""
        return self.texts.say(f"upkeep.place.field.{name}")

    def _typed(self, name: str, text: str) -> str:
        text = text.strip()
        if name in DAYS and (found := _DAY.fullmatch(text)):
            return f"{found[3]}-{found[2]:>02}-{found[1]:>02}"
        if name == "amount" and _THOUSANDS.fullmatch(text):
            return re.sub(r"[. ]", "", text)
        return self._certainties.get(fold(text), text) if name == "certainty" else text

    def _said(self, found: Mapping[str, object]) -> str:
        key = _KINDS.get(str(found["type"]))
        if key is None:
            return self._own(_place(found) if found["type"] == "string_pattern_mismatch" else "too_long")
        return self.texts.say(f"admin.invalid.{key}", limit="1.000.000.000")

    def _own(self, reason: str) -> str:
        key = f"upkeep.place.invalid.{reason}"
        return self.texts.say(key if key in self.texts else "admin.invalid.other")


def names(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind."""
    return (*ORDER[kind], *DATED)


def _place(found: Mapping[str, object]) -> str:
    location = found["loc"]
    return str(location[0]) if isinstance(location, tuple) and location else "effective_to"
