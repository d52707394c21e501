"""Reads the delivered situations, puts them into their procedures, and says exactly what is wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.check import Fault, faults
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
        procedure = raw.pop("procedure", None) if isinstance(raw, dict) else None
        situation = Situation.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        lines = (
            f"{path.name}: {'.'.join(map(str, item['loc'])) or '(whole file)'}: {item['msg']}"
            for item in error.errors()
        )
        raise DataFileError("\n".join(lines)) from error
    if procedure != path.stem:
        raise DataFileError(f"{path.name}: procedure: is {procedure}, but the file is named {path.stem}")
    return situation


def delivered() -> list[ProcedureDocument]:
    """Every delivered procedure with its questions. Raises DataFileError listing file, field, reason."""
    return with_situations(load_folder(), load_situations())


def with_situations(
    documents: Sequence[ProcedureDocument], situations: Mapping[str, Situation]
) -> list[ProcedureDocument]:
    """The procedures, each with its situation. Raises DataFileError where the two do not fit together."""
    codes = frozenset(document.code for document in documents)
    wrong = [f"{code}.yaml: procedure: not known" for code in situations if code not in codes]
    wrong += [
        f"{document.code}.yaml: {_line(fault)}"
        for document in documents
        if document.code in situations
        for fault in faults(situations[document.code], document, codes)
    ]
    if wrong:
        raise DataFileError("\n".join(wrong))
    return [document.model_copy(update={"situation": situations.get(document.code)}) for document in documents]


_REASONS = {
    "too_many_paths": "more than {limit} paths",
    "asked_twice": "{question} is asked twice",
    "offered_twice": "{value!r} is offered twice",
    "unknown_question": "no question has the key {question!r}",
    "asked_later": "{question!r} is asked only later",
    "unknown_answer": "{value!r} is no answer to {question!r}",
    "too_many_questions": "path {way}: {count} questions, at most {limit}",
    "no_paper": "path {way}: ends without a paper, and no_papers_if does not hold",
    "never_asked": "{question!r} is never asked, so its options cannot be reached",
    "never_holds": "holds on no path",
    "unknown_fact": "the record holds no {named!r}",
    "no_rule": "no rule says when {named!r} ({when}) is needed",
    "no_procedure": "{code} is no procedure",
}


def _line(fault: Fault) -> str:
    return f"{'.'.join(map(str, fault.place))}: {_REASONS[fault.kind].format(**fault.args)}"
