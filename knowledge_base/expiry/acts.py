"""Legal acts whose dates we watch, from ``data/legal_acts.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import composed
from knowledge_base.procedures.schema import Line
from knowledge_base.vocabulary import Certainty

FILE = Path(__file__).parents[1] / "data" / "legal_acts.yaml"


class LegalAct(BaseModel):
    """One act. ``effective_to`` is its last day; ``partly``: only some articles end then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Line  # as procedures cite it: 120/2025/NĐ-CP
    title: Line
    effective_from: date | None = None
    effective_to: date | None = None
    partly: bool = False
    repealed_by: Line | None = None
    note: Line | None = None
    source: Line
    certainty: Certainty = Certainty.UNVERIFIED

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self


def load_acts(path: Path = FILE) -> list[LegalAct]:
    """Every act, each number once. Raises DataFileError."""
    try:
        raw = composed(yaml.safe_load(path.read_text(encoding="utf-8")))
        acts = TypeAdapter(list[LegalAct]).validate_python(raw)
    except ValidationError as error:
        lines = (f"{path.name}: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise DataFileError("\n".join(lines)) from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())}") from error
    numbers = [act.number for act in acts]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise DataFileError(f"{path.name}: twice: {', '.join(twice)}")
    return acts


@cache
def known_acts() -> tuple[LegalAct, ...]:
    """The acts of this installation, read once."""
    return tuple(load_acts())
