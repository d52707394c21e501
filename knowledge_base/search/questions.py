"""Questions with the procedures they are about: ``knowledge_base/data/search/questions/*.tsv``.

Columns ``question``, ``procedure``, ``aspects``; ``a|b`` where several procedures are meant, ``none`` for business
of other authorities.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import Code, Line
from knowledge_base.search.phrases import Phrases

FOLDER = Path(__file__).parents[1] / "data" / "search" / "questions"
NONE = "none"
_COLUMNS = ["question", "procedure", "aspects"]
_QUESTION: TypeAdapter[str] = TypeAdapter(Line)
_CODE: TypeAdapter[str] = TypeAdapter(Code)


@dataclass(frozen=True)
class Asked:
    """Questions by procedure, and those that are no business of a commune."""

    of: Phrases
    elsewhere: list[str]


def load_questions(folder: Path = FOLDER) -> Asked:
    """Every question of every file, each once a procedure. Raises DataFileError naming file, line and reason."""
    found: Phrases = {}
    for path in sorted(folder.glob("*.tsv")):
        for question, code in _read(path):
            found.setdefault(code, []).append(question)
    unique = {code: list(dict.fromkeys(questions)) for code, questions in found.items()}
    return Asked(unique, unique.pop(NONE, []))


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if rows.fieldnames is None or list(rows.fieldnames[: len(_COLUMNS)]) != _COLUMNS:
            raise DataFileError(f"{path.name}: columns must be {', '.join(_COLUMNS)}")
        for number, row in enumerate(rows, start=2):
            yield from _checked(path.name, number, row)


def _checked(name: str, number: int, row: dict[str, str]) -> Iterator[tuple[str, str]]:
    try:
        question = _QUESTION.validate_python(row["question"])
        for code in (row["procedure"] or "").split("|"):
            yield question, code if code == NONE else _CODE.validate_python(code)
    except ValidationError as error:
        raise DataFileError(f"{name}: line {number}: {' '.join(str(error).split())[:300]}") from error
