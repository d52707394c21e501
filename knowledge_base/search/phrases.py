"""How citizens name procedures in everyday words: ``knowledge_base/data/search/*.yaml``, a list of phrases per code."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import Code, Line

FOLDER = Path(__file__).parents[1] / "data" / "search"

type Phrases = dict[str, list[str]]


def load_phrases(folder: Path = FOLDER) -> Phrases:
    """Every phrase of every file. Raises DataFileError naming the file and the reason."""
    phrases: Phrases = {}
    for path in sorted(folder.glob("*.yaml")):
        for code, lines in _read(path).items():
            phrases.setdefault(code, []).extend(lines)
    return phrases


def _read(path: Path) -> Phrases:
    try:
        return TypeAdapter(dict[Code, list[Line]]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error
