"""How the units above the communes changed, with the day and the act: read from ``data/territory.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge_base.errors import DataFileError

FILE = Path(__file__).parents[1] / "data" / "territory.yaml"


class Change(BaseModel):
    """One change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date = Field(alias="from")
    basis: str
    name: str = ""  # what it is called since then; of the province: what was merged into it

    @property
    def day(self) -> str:
        """The first day, as people write it."""
        return self.since.strftime("%d/%m/%Y")


class Territory(BaseModel):
    """What is true of the territory since when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    last_checked: date
    source: str
    no_districts: Change
    communes: Change
    province: Change
    city: Change


def load_territory(path: Path = FILE) -> Territory:
    """The file. Raises DataFileError."""
    try:
        return Territory.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())}") from error


@cache
def territory() -> Territory:
    """The territory, read once."""
    return load_territory()
