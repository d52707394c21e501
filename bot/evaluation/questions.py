"""Reads the files of questions: one a line (TSV), or one dialogue a line (JSONL). Malformed rows are named by line."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base.errors import InvalidInputError
from knowledge_base.vocabulary import Act, Aspect

NONE = "none"
"""Expected where no procedure is meant: out of scope."""

COLUMNS = ("question", "procedure", "aspects", "group")
_CODE = re.compile(r"\d\.\d{6}")
_ACTS = frozenset(act.value for act in Act)


class BadQuestionsError(InvalidInputError):
    """A file of questions cannot be used; the text names file, line and reason."""

    def __init__(self, problem: str, where: str, **args: str) -> None:
        super().__init__(f"{where}: {problem}", where=where, **args)
        self.key = f"evaluate.bad.{problem}"


@dataclass(frozen=True)
class Asked:
    """One question with what a right answer is about."""

    question: str
    expected: tuple[str, ...]  # acceptable codes; or one act; or ("none",)
    aspects: frozenset[Aspect] | None  # None: not looked at
    group: str

    @property
    def is_procedure(self) -> bool:
        """Whether a procedure is meant."""
        return _CODE.fullmatch(self.expected[0]) is not None


type Dialogue = list[Asked]


def read_questions(path: Path) -> list[Dialogue]:
    """Every row as a dialogue of one question. Raises BadQuestionsError naming file and line."""
    rows = csv.DictReader(_text(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE, restkey="more")
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
    if missing:
        raise BadQuestionsError("columns", _line(path, 1), missing=", ".join(missing))
    return [[_asked(row, _line(path, rows.line_num))] for row in rows if any(row.values())]


def read_dialogues(path: Path) -> list[Dialogue]:
    """Every line a list of turns sent in one conversation. Raises BadQuestionsError naming file and line."""
    lines = enumerate(_text(path).splitlines(), start=1)
    return [_dialogue(line, _line(path, number)) for number, line in lines if line.strip()]


def _line(path: Path, number: int) -> str:
    return f"{path.name}:{number}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestionsError("unreadable", str(path)) from error


def _dialogue(line: str, where: str) -> Dialogue:
    try:
        turns = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadQuestionsError("json", where) from error
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise BadQuestionsError("turns", where, columns=", ".join(COLUMNS))
    return [_asked(turn, f"{where} ({number})") for number, turn in enumerate(turns, start=1)]


def _asked(row: dict[str, Any], where: str) -> Asked:
    if row.get("more"):
        raise BadQuestionsError("too_many_columns", where)
    question = _field(row, "question", where)
    if not question:
        raise BadQuestionsError("empty", where)
    expected = tuple(part.strip() for part in _field(row, "procedure", where).split("|") if part.strip())
    if not _is_expectation(expected):
        raise BadQuestionsError("procedure", where, given="|".join(expected) or "–", acts=", ".join(sorted(_ACTS)))
    return Asked(question, expected, _aspects(row, where), _field(row, "group", where) or "-")


def _field(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if isinstance(value, list):  # dialogues may hold lists
        value = ("," if name == "aspects" else "|").join(map(str, value))
    if value is not None and not isinstance(value, str):
        raise BadQuestionsError("not_text", where, column=name)
    return (value or "").strip()


def _aspects(row: dict[str, Any], where: str) -> frozenset[Aspect] | None:
    names = [name.strip() for name in _field(row, "aspects", where).split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Aspect)]
    if unknown:
        raise BadQuestionsError("aspects", where, given=", ".join(unknown), aspects=", ".join(Aspect))
    return frozenset(Aspect(name) for name in names) if names else None


def _is_expectation(expected: tuple[str, ...]) -> bool:
    if not expected:
        return False
    if all(_CODE.fullmatch(part) for part in expected):
        return True
    return len(expected) == 1 and (expected[0] == NONE or expected[0] in _ACTS)
