"""Facts about places read back from Excel or YAML: all of them, or every mistake with its row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from bot.editing.local_facts import LocalReader, names
from bot.editing.reading import tidy
from bot.exchange.cells import plain
from bot.exchange.places_layout import LISTS, shown_name, title
from bot.exchange.report import Mistake
from bot.exchange.workbook_in import MOST_MISTAKES, UnsafeFileError, require_safe
from bot.exchange.yaml_files import documents_in
from bot.texts import Texts
from knowledge_base.language.fold import fold
from knowledge_base.places.schema import Local
from knowledge_base.places.service import Kind

MAX_ROWS = 20_000  # of one sheet
_ZIP = b"PK"


@dataclass(frozen=True)
class Row:
    """One row as it was typed, and where a person finds it. ``number`` 0: the place tells it all."""

    kind: Kind
    where: str
    number: int
    typed: Mapping[str, str]


@dataclass
class _Read:
    rows: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def read_places(data: bytes, reader: LocalReader) -> tuple[list[Local], list[Mistake]]:
    """The facts, or what is wrong. What a file is, its bytes tell. Raises UnsafeFileError."""
    found = _workbook(data, reader.texts) if data.startswith(_ZIP) else _yaml(data, reader.texts)
    facts: dict[tuple[Kind, tuple[str, ...], date], Local] = {}
    for row in found.rows:
        fact, problems = reader.read(row.kind, row.typed)
        found.mistakes += [Mistake(row.where, row.number, reader.label(name), said) for name, said in problems.items()]
        if fact is None:
            continue
        if (row.kind, fact.key, fact.effective_from) in facts:
            found.mistakes.append(Mistake(row.where, row.number, "", reader.texts.say("upkeep.place.invalid.twice")))
        facts[row.kind, fact.key, fact.effective_from] = fact
    if not facts and not found.mistakes:
        raise UnsafeFileError("upkeep.place.empty_file")
    return list(facts.values()), found.mistakes[:MOST_MISTAKES]


def _workbook(data: bytes, texts: Texts) -> _Read:
    require_safe(data)
    found = _Read()
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        pages = {fold(page.title): page for page in book.worksheets}
        for kind in Kind:
            if page := pages.get(fold(title(kind, texts))):
                _sheet(page, kind, texts, found)
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError, OSError) as error:
        raise UnsafeFileError("exchange.unreadable") from error
    return found


def _sheet(page: Any, kind: Kind, texts: Texts, found: _Read) -> None:
    page.reset_dimensions()  # what the file says of its own size is not to be trusted
    where, lines = title(kind, texts), page.iter_rows(max_row=MAX_ROWS)
    heads = _heads(kind, where, next(lines, ()), texts, found)
    if set(names(kind)) <= set(heads):
        for number, cells in enumerate(lines, start=2):
            _line(Row(kind, where, number, {}), heads, cells, texts, found)


def _heads(kind: Kind, where: str, cells: Sequence[Any], texts: Texts, found: _Read) -> list[str | None]:
    """The field of each column; a column that is missing or strange is a mistake."""
    words = {name: texts.say(f"upkeep.place.field.{name}") for name in names(kind)}
    labels = {fold(label): name for name, label in words.items()}
    given = [str(cell.value or "").strip() for cell in cells]
    known = {*labels, fold(shown_name(texts)), ""}
    strange = [label for label in given if fold(label) not in known]
    heads = [labels.get(fold(label)) for label in given]
    missing = [label for name, label in words.items() if name not in heads]
    for key, wrong in (("exchange.no_column", missing), ("exchange.unknown_column", strange)):
        found.mistakes += [Mistake(where, 1, "", texts.say(key, label=label[:60])) for label in wrong]
    return heads


def _line(row: Row, heads: list[str | None], cells: Any, texts: Texts, found: _Read) -> None:
    typed: dict[str, str] = {}
    for name, cell in zip(heads, cells, strict=False):
        if name is None or cell.value is None:
            continue
        if cell.data_type in ("f", "e"):
            label = texts.say(f"upkeep.place.field.{name}")
            found.mistakes.append(Mistake(row.where, row.number, label, texts.say("exchange.formula")))
            return
        typed[name] = _text(name, cell.value)
    if set(typed) - {"commune_code"}:  # a commune's row that nobody filled in says nothing
        found.rows.append(Row(row.kind, row.where, row.number, typed))


def _yaml(data: bytes, texts: Texts) -> _Read:
    found = _Read()
    for document in documents_in(data):
        if not isinstance(document, dict) or set(document) - set(LISTS.values()):
            raise UnsafeFileError("upkeep.place.bad_yaml")
        for kind, name in LISTS.items():
            for number, item in enumerate(_items(document.get(name)), start=1):
                where = texts.say("upkeep.place.item", sheet=title(kind, texts), number=number)
                _item(kind, where, item, texts, found)
    return found


def _items(value: Any) -> Iterator[Any]:
    if value is not None and not isinstance(value, list):
        raise UnsafeFileError("upkeep.place.bad_yaml")
    yield from value or []


def _item(kind: Kind, where: str, item: Any, texts: Texts, found: _Read) -> None:
    if not isinstance(item, dict):
        found.mistakes.append(Mistake(where, 0, "", texts.say("exchange.no_mapping")))
        return
    for name in item.keys() - set(names(kind)):
        found.mistakes.append(Mistake(where, 0, "", texts.say("exchange.unknown_column", label=str(name)[:60])))
    typed = {name: _text(name, item[name]) for name in names(kind) if item.get(name) is not None}
    found.rows.append(Row(kind, where, 0, typed))


def _text(name: str, value: Any) -> str:
    """As it would be typed in the form. A spreadsheet takes codes and telephone numbers for numbers."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float):
        value = f"{value:.6f}" if name == "procedure_code" else int(value) if value.is_integer() else value
    return tidy(plain(str(value)))
