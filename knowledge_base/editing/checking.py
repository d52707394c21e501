"""Whether a draft's content is a whole procedure: every problem with its place, never only the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge_base.procedures.loader import composed
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.check import faults

FIELDS_FILE = Path(__file__).parents[1] / "data" / "fields.yaml"

type Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong where. ``kind`` names the text that says it, ``args`` fill it."""

    place: Place
    kind: str
    args: Mapping[str, str | int]


@dataclass(frozen=True)
class Checked:
    """The procedure, or what keeps the content from being one."""

    document: ProcedureDocument | None
    problems: list[Problem]


@cache
def field_names() -> Mapping[str, str]:
    """Key of each field → its name."""
    names: dict[str, str] = yaml.safe_load(FIELDS_FILE.read_text(encoding="utf-8"))
    return names


def check(content: Mapping[str, Any], today: date, codes: Collection[str] | None = None) -> Checked:
    """Check a content against the schema and what a schema cannot know. ``codes``: procedures there are."""
    try:
        document = ProcedureDocument.model_validate(composed(dict(content)))
    except ValidationError as error:
        return Checked(None, [_problem(found) for found in error.errors(include_url=False)])
    problems = _beyond_the_schema(document, today, codes)
    return Checked(None if problems else document, problems)


def _problem(found: Any) -> Problem:
    args = {name: value for name, value in found.get("ctx", {}).items() if isinstance(value, str | int)}
    kind = str(found["type"])
    if kind == "value_error":
        kind = "duration_unit" if found["loc"][:1] == ("times",) else "dates_order"
    return Problem(tuple(found["loc"]) or ("effective_to",), kind, args)


def _beyond_the_schema(document: ProcedureDocument, today: date, codes: Collection[str] | None) -> list[Problem]:
    problems: list[Problem] = []
    if document.field not in field_names():
        problems.append(Problem(("field",), "unknown_field", {}))
    if document.last_checked > today:
        problems.append(Problem(("last_checked",), "checked_in_future", {}))
    if document.effective_to is not None and document.effective_to < today:
        problems.append(Problem(("effective_to",), "already_over", {}))
    for number, form in enumerate(document.forms):
        if form.url is not None and not form.url.startswith(("https://", "http://")):
            problems.append(Problem(("forms", number, "url"), "bad_address", {}))
    for number, code in enumerate(document.related):
        if codes is not None and code not in codes:
            problems.append(Problem(("related", number), "unknown_code", {"code": code}))
    if document.situation is not None:
        found = faults(document.situation, document, codes)
        problems += [Problem(("situation", *fault.place), f"tree_{fault.kind}", fault.args) for fault in found]
    return problems
