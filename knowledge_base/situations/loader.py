"""Reads the situation files and says exactly what is wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.check import problems
from knowledge_base.situations.schema import Situation

FOLDER = Path(__file__).parents[1] / "data" / "situations"


@cache
def load_situations(folder: Path = FOLDER) -> Mapping[str, Situation]:
    """Every situation, by the code of its procedure. Raises DataFileError listing file, field, reason."""
    situations: dict[str, Situation] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            situations[path.stem] = load_file(path)
        except DataFileError as error:
            wrong.append(str(error))
    if wrong:
        raise DataFileError("\n".join(wrong))
    return situations


def load_file(path: Path) -> Situation:
    """One situation. Raises DataFileError naming file, field and reason."""
    try:
        raw = yaml.safe_load(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
        situation = Situation.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        lines = (
            f"{path.name}: {'.'.join(map(str, item['loc'])) or '(whole file)'}: {item['msg']}"
            for item in error.errors()
        )
        raise DataFileError("\n".join(lines)) from error
    if situation.procedure != path.stem:
        raise DataFileError(f"{path.name}: procedure: is {situation.procedure}, but the file is named {path.stem}")
    return situation


def check_situations(situations: Mapping[str, Situation], documents: Sequence[ProcedureDocument]) -> None:
    """Hold the situations against the procedures. Raises DataFileError listing file, field, reason."""
    known = {document.code: document for document in documents}
    codes = frozenset(known)
    wrong = [
        f"{code}.yaml: {problem}"
        for code, situation in situations.items()
        for problem in (problems(situation, known[code], codes) if code in known else ["procedure: not known"])
    ]
    if wrong:
        raise DataFileError("\n".join(wrong))
