"""Word lists that shape the search: ``knowledge_base/data/search/words/*.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import Line

FOLDER = Path(__file__).parents[1] / "data" / "search" / "words"


@dataclass(frozen=True)
class Lexicon:
    """Which words mean the same, which only ask, and what is no business of a commune."""

    concepts: dict[str, list[str]]
    asking: list[str]
    elsewhere: list[str]


@cache
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The three lists. Raises DataFileError naming the file and the reason."""
    concepts: dict[str, list[str]] = _read(folder / "concepts.yaml", TypeAdapter(dict[str, list[Line]]))
    lines = TypeAdapter(list[Line])
    return Lexicon(concepts, _read(folder / "asking.yaml", lines), _read(folder / "elsewhere.yaml", lines))


def _read[Kind](path: Path, shape: TypeAdapter[Kind]) -> Kind:
    try:
        return shape.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error
