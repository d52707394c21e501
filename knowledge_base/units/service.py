"""Communes and wards: finds today's unit from what a citizen writes, old names and typing slips included."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rapidfuzz import fuzz

from knowledge_base.errors import DataFileError
from knowledge_base.units.reading import Name, Place, name, place, without_kind

FILE = Path(__file__).parents[1] / "data" / "communes.yaml"
CLOSE = 88.0
"""Likeness in per cent from which a mistyped name counts as meant."""


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
class _Known:
    """A name a unit has or had, with the former districts and provinces it lay in."""

    name: Name
    areas: frozenset[str]
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
        """Units a text may mean, best first: a name of today before a former one, exact before mistyped.

        A former district narrows the choice; alone it means several units, one of them perhaps by that name.
        """
        said = place(text, self._areas)
        found = _smallest(self._named(said)) or self._mistyped(said)
        here = [known for known in found if said.areas & known.areas]
        if not found:
            here = sorted(self._within(said.areas), key=lambda known: known.name.folded not in said.areas)
        return _distinct(here or found, said, limit)

    def area_in(self, text: str) -> str | None:
        """The former district a text names as such ("huyện …"), as it was called."""
        named = place(text, self._areas).areas - self._provinces
        return next((area for area in self._districts if name(area).folded in named), None)

    def bare_area(self, text: str) -> str | None:
        """A former district, or a province, that a text names bare ("ở Biên Hòa"): perhaps not the ward so named."""
        said = place(text, self._areas)
        areas = [*self._districts, *self._provinces]
        return next((area for area in areas if said.holds(name(area)) and not said.calls(name(area))), None)

    def named_with_kind(self, text: str) -> list[Match]:
        """Units a text names outright ("xã …", "ở …"), among whatever else it says; nothing mistyped, no districts."""
        said = place(text, self._areas)
        led = [known for known in _smallest(self._named(said)) if self._meant(known, said)]
        here = [known for known in led if said.areas & known.areas]
        return _distinct(here or led, said, len(self._by_code))

    def _meant(self, known: _Known, said: Place) -> bool:
        """Led by a word that makes it a unit; by what kind of unit it is, where a district had the same name."""
        return said.calls(known.name) if known.name.folded in self._areas else said.introduces(known.name)

    def _named(self, said: Place) -> list[_Known]:
        exact = [known for known in self._names if said.holds(known.name)]
        longest = [known for known in exact if not any(_within(known.name, other.name) for other in exact)]
        return [known for known in longest if said.spells(known.name)] or longest

    def _mistyped(self, said: Place) -> list[_Known]:
        wanted = without_kind(said.folded)
        if len(wanted) < 4 or len(wanted) > 40:
            return []
        scored = [(fuzz.ratio(wanted, known.name.folded), known) for known in self._names]
        close = [(score, known) for score, known in scored if score >= CLOSE]
        best = max((score for score, _ in close), default=0.0)
        return [known for score, known in close if score >= best - 1]

    def _within(self, areas: frozenset[str]) -> list[_Known]:
        """Today's units in former districts; a whole former province is too much to choose from."""
        return [known for known in self._names if not known.match.former and areas & (known.areas - self._provinces)]

    @cached_property
    def _names(self) -> list[_Known]:
        known: list[_Known] = []
        for unit in self._by_code.values():
            everywhere = frozenset[str]().union(*(_areas(old) for old in unit.former))
            known.append(_Known(name(unit.name), everywhere, Match(unit, unit.name, former=False)))
            known += [_Known(name(old.name), _areas(old), Match(unit, old.name, former=True)) for old in unit.former]
        return [one for one in known if len(one.name.folded) > 2]

    @cached_property
    def _provinces(self) -> frozenset[str]:
        named = (old.province for unit in self._by_code.values() for old in unit.former)
        return frozenset(name(province).folded for province in named if province)

    @cached_property
    def _districts(self) -> list[str]:
        named = (old.district for unit in self._by_code.values() for old in unit.former if old.district)
        return list({name(district).folded: district for district in named}.values())

    @cached_property
    def _areas(self) -> frozenset[str]:
        return frozenset[str]().union(*(known.areas for known in self._names))


def _areas(old: FormerUnit) -> frozenset[str]:
    return frozenset(name(area).folded for area in (old.district, old.province) if area)


def _smallest(found: list[_Known]) -> list[_Known]:
    """Without those that only say where another one lay: "Tam Hiệp, Biên Hòa" is Tam Hiệp."""

    def only_says_where(one: _Known) -> bool:
        return any(one.name.folded in other.areas and one.name != other.name for other in found)

    return [one for one in found if not only_says_where(one)] or found


def _within(short: Name, long: Name) -> bool:
    return len(short.folded) < len(long.folded) and f" {short.folded} " in f" {long.folded} "


def _distinct(found: list[_Known], said: Place, limit: int) -> list[Match]:
    """One match a unit; a unit of today makes its namesakes of the past unlikely, unless an old address is given."""
    alike = [known for known in found if known.match.former == said.former]
    wanted = found if said.areas else alike or found
    by_code: dict[str, Match] = {}
    for known in wanted:
        by_code.setdefault(known.match.unit.code, known.match)
    return list(by_code.values())[:limit]
