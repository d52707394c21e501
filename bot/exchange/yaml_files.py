"""Procedures as YAML: one or many in a file, in the form of ``knowledge_base/data/procedures``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from bot.editing.words import ProcedureWords
from bot.exchange.report import Incoming, Mistake
from bot.exchange.workbook_in import MOST_MISTAKES, UnsafeFileError
from bot.texts import Texts
from knowledge_base.editing.checking import check
from knowledge_base.procedures.schema import ProcedureDocument

MAX_DEPTH = 12


def yaml_of(documents: Sequence[ProcedureDocument]) -> bytes:
    """All of them in one file, a document each."""
    contents = [document.model_dump(mode="json", exclude_defaults=True) for document in documents]
    text = yaml.dump_all(contents, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=115)
    return str(text).encode()


def read_yaml(
    data: bytes, texts: Texts, today: date, codes: Collection[str], trees: Mapping[str, Any] | None = None
) -> Incoming:
    """The procedures of a file, or what is wrong with it. Raises UnsafeFileError.

    ``trees``: the questions of procedures about whose questions the file says nothing.
    """
    contents = _contents(data)
    known = set(codes) | {str(item.get("code")) for item in contents if isinstance(item, dict)}
    found, seen, words = Incoming(), set[str](), ProcedureWords(texts)
    for number, content in enumerate(contents, start=1):
        code = str(content.get("code", "")) if isinstance(content, dict) else ""
        where = texts.say("exchange.yaml_item", number=number, code=code)
        if not isinstance(content, dict):
            found.mistakes.append(Mistake(where, 0, "", texts.say("exchange.no_mapping")))
            continue
        if code in seen:
            found.mistakes.append(Mistake(where, 0, "", texts.say("exchange.twice", code=code)))
        seen.add(code)
        checked = check({"situation": (trees or {}).get(code), **content}, today, known)
        found.mistakes += [Mistake(where, 0, "", words.line(problem)) for problem in checked.problems]
        found.documents += [checked.document] if checked.document else []
    found.mistakes = found.mistakes[:MOST_MISTAKES]
    return found


def documents_in(data: bytes) -> list[Any]:
    """What a YAML file holds, document by document. Raises UnsafeFileError."""
    try:
        text = data.decode("utf-8-sig")
        _require_tame(text)
        return list(yaml.load_all(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: bytes that are no text, a day that does not exist
        raise UnsafeFileError("exchange.unreadable") from error


def _contents(data: bytes) -> list[Any]:
    items = [item for part in documents_in(data) for item in (part if isinstance(part, list) else [part])]
    if not items:
        raise UnsafeFileError("exchange.empty")
    return items


def _require_tame(text: str) -> None:
    """Refuse references, by which a small file becomes endless, and nesting no procedure has."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise UnsafeFileError("exchange.references")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise UnsafeFileError("exchange.references")
