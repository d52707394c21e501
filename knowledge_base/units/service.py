"""Communes and wards: finds today's unit from what a citizen writes, old names and typing slips included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rapidfuzz import fuzz

from knowledge_base.errors import DataFileError
from knowledge_base.language.fold import fold

FILE = Path(__file__).parents[1] / "data" / "communes.yaml"
CLOSE = 88.0
"""Likeness in per cent from which a mistyped name counts as meant."""

_KINDS = r"(?:xa|phuong|thi tran|thi xa|p|x|tt)"
_TYPE = re.compile(rf"^{_KINDS}\.?\s+")


class UnitKind(StrEnum):
    """What a unit is today."""

    WARD = "ward"
    COMMUNE = "commune"


class FormerUnit(BaseModel):
    """A unit that is no more. ``part``: only this part of it went here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    district: str | None = None
    province: str | None = None
    part: str | None = None


class Unit(BaseModel):
    """A commune or ward of today."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    kind: UnitKind
    former: list[FormerUnit] = []


@dataclass(frozen=True)
class Match:
    """A unit a text may mean, and by which name."""

    unit: Unit
    matched_name: str
    former: bool


@dataclass(frozen=True)
class _Name:
    bare: str  # folded, without "xã", "phường"
    match: Match


class Units:
    """All units; make it with ``Units.load()``."""

    def __init__(self, units: list[Unit]) -> None:
        self._by_code = {unit.code: unit for unit in units}

    @classmethod
    def load(cls, path: Path = FILE) -> Self:
        """The units of the data file. Raises DataFileError."""
        try:
            return cls(TypeAdapter(list[Unit]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))))
        except ValidationError as error:
            problems = (".".join(map(str, item["loc"])) + f": {item['msg']}" for item in error.errors())
            raise DataFileError("\n".join(f"{path.name}: {problem}" for problem in problems)) from error
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise DataFileError(f"{path.name}: {' '.join(str(error).split())}") from error

    def get(self, code: str) -> Unit | None:
        """The unit of that code."""
        return self._by_code.get(code)

    def all(self) -> list[Unit]:
        """Every unit."""
        return list(self._by_code.values())

    def find(self, text: str, limit: int = 3) -> list[Match]:
        """Units a text may mean, best first: a name of today before a former one, exact before mistyped."""
        words = re.sub(r"[^\w\s]", " ", fold(text))
        exact = [name for name in self._names if re.search(rf"\b{re.escape(name.bare)}\b", words)]
        longest = [name for name in exact if not any(_within(name.bare, other.bare) for other in exact)]
        found = longest or self._mistyped(words)
        return _distinct(sorted(found, key=lambda name: (name.match.former, -len(name.bare))), limit)

    def _mistyped(self, words: str) -> list[_Name]:
        wanted = _TYPE.sub("", words).strip()
        if len(wanted) < 4 or len(wanted) > 40:
            return []
        scored = [(fuzz.ratio(wanted, name.bare), name) for name in self._names]
        close = [(score, name) for score, name in scored if score >= CLOSE]
        best = max((score for score, _ in close), default=0.0)
        return [name for score, name in close if score >= best - 1]

    @cached_property
    def _names(self) -> list[_Name]:
        names: list[_Name] = []
        for unit in self._by_code.values():
            names.append(_Name(_bare(unit.name), Match(unit, unit.name, former=False)))
            names += [_Name(_bare(old.name), Match(unit, old.name, former=True)) for old in unit.former]
        return [name for name in names if len(name.bare) > 2]


def _bare(name: str) -> str:
    return _TYPE.sub("", re.sub(r"[^\w\s]", " ", fold(name))).strip()


def _within(short: str, long: str) -> bool:
    return len(short) < len(long) and re.search(rf"\b{re.escape(short)}\b", long) is not None


def _distinct(names: list[_Name], limit: int) -> list[Match]:
    """One match a unit; a unit of today by that very name makes its namesakes of the past unlikely."""
    if any(not name.match.former for name in names):
        names = [name for name in names if not name.match.former]
    by_code: dict[str, Match] = {}
    for name in names:
        by_code.setdefault(name.match.unit.code, name.match)
    return list(by_code.values())[:limit]
