"""The shape of one declaration, as written in ``knowledge_base/data/drafts``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge_base.procedures.schema import Code, Line

PLACEHOLDER = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Kind(StrEnum):
    """What may be typed into a field."""

    LINE = "line"
    LONG = "long"
    NAME = "name"
    DATE = "date"  # a whole date
    BIRTH = "birth"  # a date, or only month and year, or only the year, as old papers have it
    YEAR = "year"
    TIME = "time"
    COUNT = "count"
    ID = "id"  # personal identification number, 12 digits
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Blank(_Model):
    """One thing to fill in. Dates lie in the past, and not before the date of ``not_before``."""

    key: Key
    label: Line
    kind: Kind = Kind.LINE
    required: bool = False
    hint: Line | None = None
    options: list[Line] = []
    autocomplete: Line | None = None  # HTML's name for it, so that a browser can help
    not_before: Key | None = None

    @model_validator(mode="after")
    def _choice_has_options(self) -> Self:
        if (self.kind is Kind.CHOICE) != bool(self.options):
            raise ValueError("options belong to a choice, and a choice needs options")
        return self


class Group(_Model):
    """Fields under one heading; ``repeat`` of them where a paper has rows (keys then end in _1, _2…)."""

    title: Line
    hint: Line | None = None
    repeat: Annotated[int, Field(ge=1, le=6)] = 1
    fields: Annotated[list[Blank], Field(min_length=1)]

    def rows(self) -> Iterator[tuple[str, list[Blank]]]:
        """Each row's heading and fields."""
        for number in range(1, self.repeat + 1):
            if self.repeat == 1:
                yield self.title, self.fields
            else:
                named = [item.model_copy(update={"key": f"{item.key}_{number}"}) for item in self.fields]
                yield f"{self.title} {number}", named


class Column(_Model):
    """A column of the paper's table."""

    label: Line
    key: Key


class Table(_Model):
    """Rows of a repeated group on the paper."""

    columns: Annotated[list[Column], Field(min_length=2, max_length=6)]
    rows: Annotated[int, Field(ge=1, le=6)]


class Signature(_Model):
    """Who signs below, and what is written under the title."""

    title: Line
    remark: Line
    name: Key | None = None  # the field that holds the signer's name


class Draft(_Model):
    """A declaration. ``layout``: the paper's lines with {fields}; an empty field leaves a dotted line."""

    procedures: Annotated[list[Code], Field(min_length=1)]
    title: Line
    form: Line | None = None  # number of the official form, only where the procedure's record verifies it
    groups: Annotated[list[Group], Field(min_length=1)]
    layout: Annotated[list[Line | Table], Field(min_length=3)]
    signatures: Annotated[list[Signature], Field(min_length=1, max_length=4)]

    def fields(self) -> dict[str, Blank]:
        """Every field by its key, rows included."""
        return {field.key: field for group in self.groups for _, fields in group.rows() for field in fields}

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        keys = [field.key for group in self.groups for _, fields in group.rows() for field in fields]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"fields named twice: {', '.join(twice)}")
        if unknown := sorted(self._used() - set(keys)):
            raise ValueError(f"no field has the key {', '.join(unknown)}")
        if unused := sorted(set(keys) - self._used()):
            raise ValueError(f"asked but not on the paper: {', '.join(unused)}")
        return self

    def _used(self) -> set[str]:
        used = {item.name for item in self.signatures if item.name}
        for part in self.layout:
            if isinstance(part, Table):
                used |= {f"{column.key}_{number}" for column in part.columns for number in range(1, part.rows + 1)}
            else:
                used |= {match[1] for match in PLACEHOLDER.finditer(part)}
        return used | {field.not_before for group in self.groups for field in group.fields if field.not_before}
