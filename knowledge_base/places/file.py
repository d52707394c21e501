"""``data/offices.yaml``: read with every problem named, written in the same shape."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.places.hours import are_hours
from knowledge_base.places.schema import Local, LocalFee, LocalNote, Office, PlacesFile
from knowledge_base.procedures.loader import composed
from knowledge_base.units.service import Units

FILE = Path(__file__).parents[1] / "data" / "offices.yaml"


def load_places(units: Units, codes: Collection[str], today: date, path: Path = FILE) -> PlacesFile:
    """The file, all of it or nothing. Raises DataFileError naming each wrong entry, field and reason."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        file = PlacesFile.model_validate(composed(raw))
    except ValidationError as error:
        lines = (f"{path.name}: {_where(problem['loc'])}: {problem['msg']}" for problem in error.errors())
        raise DataFileError("\n".join(lines)) from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())}") from error
    problems = [f"{path.name}: {text}" for text in _unfit(file, units, codes, today)]
    if problems:
        raise DataFileError("\n".join(problems))
    return file


def dump_places(file: PlacesFile) -> str:
    """The file's text; empty fields are left out."""
    return yaml.safe_dump(
        file.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False, width=120
    )


def unfit(fact: Local, units: Units, codes: Collection[str], today: date) -> dict[str, str]:
    """What the shape cannot know: field and the kind of problem."""
    found: dict[str, str] = {}
    if fact.commune_code is not None and units.get(fact.commune_code) is None:
        found["commune_code"] = "unknown_commune"
    if isinstance(fact, Office) and fact.hours is not None and not are_hours(fact.hours):
        found["hours"] = "hours"
    if isinstance(fact, LocalFee | LocalNote) and fact.procedure_code not in codes:
        found["procedure_code"] = "unknown_procedure"
    if isinstance(fact, LocalFee) and fact.resolution_date > today:
        found["resolution_date"] = "in_future"
    if fact.last_checked > today:
        found["last_checked"] = "in_future"
    return found


def _unfit(file: PlacesFile, units: Units, codes: Collection[str], today: date) -> list[str]:
    lines: list[str] = []
    parts: list[tuple[str, Sequence[Local]]] = [("offices", file.offices), ("fees", file.fees), ("notes", file.notes)]
    for part, facts in parts:
        keys = [(fact.key, fact.effective_from) for fact in facts]
        for number, fact in enumerate(facts):
            problems = unfit(fact, units, codes, today)
            lines += [f"{part}.{number}.{field}: {kind}" for field, kind in problems.items()]
            if keys.index((fact.key, fact.effective_from)) != number:
                lines.append(f"{part}.{number}: twice")
    return lines


def _where(location: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in location) or "(whole file)"
