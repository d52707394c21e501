"""An Excel workbook read back: values only, never a formula's result, every mistake with its cell."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot.editing.places import locate
from bot.editing.reading import read_row
from bot.editing.words import ProcedureWords
from bot.exchange.cells import back
from bot.exchange.layout import Head, Sheet, sheets
from bot.exchange.report import Incoming, Mistake
from bot.texts import Texts
from knowledge_base.editing.checking import Problem, check
from knowledge_base.language.fold import fold
from knowledge_base.procedures.shape import MAIN, PARTS, Part, with_rows

MAX_UNPACKED = 256 * 1024 * 1024  # bytes
MAX_FILES = 200
MAX_RATIO = 300  # unpacked to packed, of one file inside
MAX_ROWS = 200_000  # of one sheet
MOST_MISTAKES = 300

type Rows = list[tuple[int, dict[str, Any]]]  # the row in the sheet, the values
type Values = tuple[Any, ...]


class UnsafeFileError(Exception):
    """Not a workbook, or one made to do harm. ``key`` names the words."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass
class _Read:
    """What was found, by code and part."""

    rows: dict[str, dict[str, Rows]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def read_workbook(
    data: bytes, texts: Texts, today: date, codes: Collection[str], trees: Mapping[str, Any] | None = None
) -> Incoming:
    """The procedures of a workbook, or what is wrong with it. Raises UnsafeFileError.

    ``trees``: the questions of procedures, which no workbook holds.
    """
    require_safe(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        pages = {fold(page.title): page for page in book.worksheets}
        reader = _Reader(texts)
        for sheet in sheets(texts):
            reader.take(sheet, pages.get(fold(sheet.title)))
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError, OSError) as error:
        raise UnsafeFileError("exchange.unreadable") from error
    return reader.result(today, codes, trees or {})


def require_safe(data: bytes) -> None:
    """Refuse what is no workbook, or unpacks to far more than it is."""
    try:
        inside = zipfile.ZipFile(BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise UnsafeFileError("exchange.unreadable") from error
    bombs = any(
        item.file_size > 1024 * 1024 and item.file_size > MAX_RATIO * max(item.compress_size, 1) for item in inside
    )
    if bombs or len(inside) > MAX_FILES or sum(item.file_size for item in inside) > MAX_UNPACKED:
        raise UnsafeFileError("exchange.too_big_inside")


class _Reader:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._words = ProcedureWords(texts)
        self._sheets = {sheet.part.name if sheet.part else MAIN.name: sheet for sheet in sheets(texts)}
        self._read = _Read()

    def take(self, sheet: Sheet, page: Any) -> None:
        """Read one sheet."""
        if page is None:
            self._wrong(sheet, 0, None, "exchange.no_sheet")
            return
        page.reset_dimensions()  # what the file says of its own size is not to be trusted
        lines = page.iter_rows(max_row=MAX_ROWS)
        heads = self._heads(sheet, next(lines, ()))
        if heads is None:
            return
        for number, cells in enumerate(lines, start=2):
            values = {head: cell for head, cell in zip(heads, cells, strict=False) if cell.value is not None}
            if values:
                self._line(sheet, number, values)

    def result(self, today: date, codes: Collection[str], trees: Mapping[str, Any]) -> Incoming:
        """The procedures, checked; or all mistakes."""
        found = Incoming(mistakes=self._read.mistakes)
        known = set(codes) | self._read.rows.keys()
        for code, parts in self._read.rows.items():
            checked = check({**_content(parts), "situation": trees.get(code)}, today, known)
            found.mistakes += [self._placed(problem, parts) for problem in checked.problems]
            if checked.document is not None:
                found.documents.append(checked.document)
        found.mistakes = found.mistakes[:MOST_MISTAKES]
        return found

    def _heads(self, sheet: Sheet, cells: Sequence[Any]) -> list[Head | None] | None:
        labels = {fold(head.label): head for head in sheet.heads}
        found: list[Head | None] = []
        for number, cell in enumerate(cells, start=1):
            head = labels.pop(fold(str(cell.value or "")), None)
            if head is None and cell.value is not None:
                self._wrong(sheet, 1, get_column_letter(number), "exchange.unknown_column", label=str(cell.value)[:60])
            found.append(head)
        for head in labels.values():
            self._wrong(sheet, 1, None, "exchange.no_column", label=head.label)
        return None if labels else found

    def _line(self, sheet: Sheet, number: int, cells: dict[Head | None, Any]) -> None:
        parts: dict[Part, dict[str, Any]] = {}
        code = ""
        for head, cell in cells.items():
            if head is None:
                continue
            if cell.data_type in ("f", "e"):
                self._wrong(sheet, number, head.label, "exchange.formula")
                return
            value = back(head.column, cell.value, head.words)
            if head.part is MAIN and head.column.name == "code":
                code = str(value).strip()
            if sheet.part is None or head.part is sheet.part:
                parts.setdefault(head.part, {})[head.column.name] = value
        self._keep(sheet, number, code, parts)

    def _keep(self, sheet: Sheet, number: int, code: str, parts: dict[Part, dict[str, Any]]) -> None:
        if not code:
            self._wrong(sheet, number, sheet.heads[0].label, "exchange.no_code")
        elif sheet.part is None and code in self._read.rows:
            self._wrong(sheet, number, sheet.heads[0].label, "exchange.twice", code=code)
        elif sheet.part is not None and code not in self._read.rows:
            self._wrong(sheet, number, sheet.heads[0].label, "exchange.stray", code=code, main=self._title())
        else:
            held = self._read.rows.setdefault(code, {})
            for part, row in parts.items():
                if read := read_row(part, row):
                    held.setdefault(part.name, []).append((number, read))

    def _placed(self, problem: Problem, parts: dict[str, Rows]) -> Mistake:
        part, index, column = locate(problem.place)
        sheet = self._sheets.get(part.name, self._sheets[MAIN.name])
        rows = parts.get(part.name, [])
        number = rows[index][0] if index is not None and index < len(rows) else parts[MAIN.name][0][0]
        head = next((head for head in sheet.heads if head.part is part and head.column == column), None)
        label = head.label if head else self._words.part(part)
        return Mistake(sheet.title, number, label, self._words.problem(problem))

    def _wrong(self, sheet: Sheet, row: int, column: str | None, key: str, **args: str) -> None:
        if len(self._read.mistakes) < MOST_MISTAKES:
            self._read.mistakes.append(Mistake(sheet.title, row, column or "", self._texts.say(key, **args)))

    def _title(self) -> str:
        return self._sheets[MAIN.name].title


def _content(parts: dict[str, Rows]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for part in (MAIN, *PARTS):
        if rows := parts.get(part.name):
            with_rows(content, part, [row for _, row in rows])
    return content
