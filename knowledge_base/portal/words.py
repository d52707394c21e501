"""What the importer knows beforehand about the portal: fields, agencies, phrases; lies in ``data/portal.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parents[1] / "data" / "portal.yaml"


class PortalWords(BaseModel):
    """The data file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: list[tuple[str, str]]
    other_field: str
    council_fields: frozenset[str]
    council_acts: frozenset[str]
    agencies: dict[str, str]
    source: str
    fee: str
    fee_said_free: str
    time_no_unit: str
    more_steps: str
    abbreviations: dict[str, str]


@cache
def words() -> PortalWords:
    """The file, read once."""
    return PortalWords.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
