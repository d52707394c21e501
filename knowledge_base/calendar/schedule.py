"""The shape of ``data/working_time.yaml`` and ``data/holidays.yaml``, read with clear errors."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from knowledge_base.errors import DataFileError


class Weekday(StrEnum):
    """Days of the week, Monday first, as in ``date.weekday``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shift(_Model):
    """A stretch of one day in which the office works."""

    start: time
    end: time

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a shift must end after it starts")
        return self


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    start, _, end = value.partition("-")
    return {"start": start.strip(), "end": end.strip()}


Shifts = list[Annotated[Shift, BeforeValidator(_split)]]


class WorkingHours(_Model):
    """Office hours, and how long an officer has for a ticket; both with what they stand on."""

    week: dict[Weekday, Shifts]
    week_basis: str
    ticket_hours: Annotated[float, Field(gt=0, le=400)]
    ticket_basis: str

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if set(self.week) != set(Weekday):
            raise ValueError("every day of the week must be named")
        if not any(self.week.values()):
            raise ValueError("at least one day must have working hours")
        for day, shifts in self.week.items():
            if any(later.start < earlier.end for earlier, later in pairwise(shifts)):
                raise ValueError(f"the hours of {day} overlap or are out of order")
        return self


class DayOff(_Model):
    """A day on which nobody works although the week says so."""

    date: date
    reason: str
    source: str


class WorkingDay(_Model):
    """A day on which people work although it would be free; it has the hours of ``hours_of``."""

    date: date
    hours_of: Weekday
    reason: str
    source: str


class Exceptions(_Model):
    """What differs from the public holidays of the ``holidays`` package."""

    days_off: list[DayOff] = []
    working_days: list[WorkingDay] = []

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        both = {day.date for day in self.days_off} & {day.date for day in self.working_days}
        if both:
            raise ValueError(f"both off and working: {', '.join(sorted(map(str, both)))}")
        return self


def read[M: BaseModel](path: Path, model: type[M]) -> M:
    """Read one data file. Raises DataFileError naming file, field and reason."""
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part != "[key]") or "(file)"
        raise DataFileError(f"{path.name}: {field}: {first['msg']}") from error
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: YAML found a day that does not exist
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())}") from error
