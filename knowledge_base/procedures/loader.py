"""Reads the procedure files and says exactly what is wrong with them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import ProcedureDocument

FOLDER = Path(__file__).parents[1] / "data" / "procedures"


def load_folder(folder: Path = FOLDER) -> list[ProcedureDocument]:
    """Every procedure of a folder, one YAML file each, named by its code.

    Raises DataFileError listing every problem of every file: file, field, reason.
    """
    documents: list[ProcedureDocument] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            documents.append(load_file(path))
        except DataFileError as error:
            problems.append(str(error))
    if not documents and not problems:
        problems.append(f"{folder}: no procedure files")
    if problems:
        raise DataFileError("\n".join(problems))
    return documents


def load_file(path: Path) -> ProcedureDocument:
    """One procedure. Raises DataFileError naming file, field and reason."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that does not exist, bytes that are no UTF-8
        raise DataFileError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict):
        raise DataFileError(f"{path.name}: a procedure is a mapping of fields, found {type(raw).__name__}")
    try:
        document = ProcedureDocument.model_validate(composed(raw))
    except ValidationError as error:
        lines = (f"{path.name}: {_where(problem['loc'])}: {problem['msg']}" for problem in error.errors())
        raise DataFileError("\n".join(lines)) from error
    if document.code != path.stem:
        raise DataFileError(f"{path.name}: code: is {document.code}, but the file is named {path.stem}")
    return document


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "(whole file)"


def composed(value: Any) -> Any:
    """The same value with every text in NFC."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [composed(item) for item in value]
        case dict():
            return {key: composed(item) for key, item in value.items()}
    return value
