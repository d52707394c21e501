"""An office, a local fee or note as a form: what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.editing.local_facts import DAYS, names
from bot.texts import Texts
from knowledge_base.places.service import SHAPES, Kind

_LONG = frozenset({"address", "hours", "note", "source", "text"})


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


def fields(texts: Texts, kind: Kind, typed: Mapping[str, str], problems: Mapping[str, str]) -> list[Field]:
    """The fields, in the order in which people fill them in."""
    return [_field(texts, kind, name, typed.get(name, ""), problems.get(name, "")) for name in names(kind)]


def _field(texts: Texts, kind: Kind, name: str, value: str, problem: str) -> Field:
    hint = f"upkeep.place.hint.{name}"
    return Field(
        name=name,
        label=texts.say(f"upkeep.place.field.{name}"),
        hint=texts.say(hint) if hint in texts else "",
        kind=_kind(name),
        value=value,
        required=SHAPES[kind].model_fields[name].is_required() or name == "certainty",
        problem=problem,
    )


def _kind(name: str) -> str:
    if name in _LONG:
        return "long"
    if name in DAYS:
        return "day"
    return {"commune_code": "commune", "certainty": "certainty", "procedure_code": "procedure"}.get(name, "text")
