"""An official form as an editor types it: the facts, or what is wrong by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import ValidationError

from bot.texts import Texts
from knowledge_base.forms.schema import FormFacts
from knowledge_base.procedures.loader import composed

FIELDS = ("paper", "name", "number", "url", "source", "last_checked")
_KINDS = {
    "missing": "admin.invalid.missing",
    "string_too_short": "admin.invalid.missing",
    "string_too_long": "upkeep.place.invalid.too_long",
    "date_from_datetime_parsing": "admin.invalid.day",
    "date_parsing": "admin.invalid.day",
    "string_pattern_mismatch": "forms.admin.bad_url",
}


def read_form(
    texts: Texts, code: str, typed: Mapping[str, str], today: date, *, with_file: bool
) -> tuple[FormFacts | None, dict[str, str]]:
    """The facts, or what is wrong. A form without a name of its own is called as its paper."""
    given = {name: typed.get(name, "").strip() for name in FIELDS}
    given |= {"procedure_code": code, "name": given["name"] or given["paper"]}
    wrong: dict[str, str] = {}
    if with_file == bool(given["url"]):
        wrong["file"] = texts.say("forms.admin.both" if with_file else "forms.admin.neither")
    try:
        facts = FormFacts.model_validate(composed({name: value for name, value in given.items() if value}))
    except ValidationError as error:
        found = {str(item["loc"][0]): _KINDS.get(item["type"], "admin.invalid.other") for item in error.errors()}
        return None, {name: texts.say(key) for name, key in found.items()} | wrong
    if facts.last_checked > today:
        wrong["last_checked"] = texts.say("upkeep.place.invalid.in_future")
    return (None if wrong else facts), wrong
