"""Procedures as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.exchange.cells import Cell, out
from bot.exchange.layout import Head, Sheet, sheets
from bot.texts import Texts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.shape import MAIN, Kind, rows_of

MAX_LIST = 255  # characters of a drop-down list that Excel takes
_WIDTHS = {Kind.PROSE: 60, Kind.LINE: 30, Kind.DAY: 14, Kind.OPTION: 18}
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")


def workbook_of(documents: Sequence[ProcedureDocument], texts: Texts) -> bytes:
    """The workbook; read again it gives the very same procedures."""
    book = Workbook(write_only=True)
    contents = [document.model_dump(mode="json") for document in documents]
    for sheet in sheets(texts):
        _write(book.create_sheet(sheet.title), sheet, contents)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _write(page: Any, sheet: Sheet, contents: Iterable[dict[str, Any]]) -> None:
    page.freeze_panes = "B2"
    for number, head in enumerate(sheet.heads, start=1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(head.column.kind, 14)
        if drop_down := _drop_down(head):
            drop_down.add(f"{get_column_letter(number)}2:{get_column_letter(number)}20000")
            page.data_validations.append(drop_down)
    page.append([_cell(page, head.label, bold=True) for head in sheet.heads])
    for content in contents:
        for row in _rows(sheet, content):
            page.append([_cell(page, value) for value in row])


def _rows(sheet: Sheet, content: dict[str, Any]) -> Iterator[list[Cell]]:
    if sheet.part is None:
        held = {part: (rows_of(content, part) or [{}])[0] for part in {head.part for head in sheet.heads}}
        yield [out(head.column, held[head.part].get(head.column.name), head.words) for head in sheet.heads]
        return
    code, *heads = sheet.heads
    for row in rows_of(content, sheet.part):
        values = [out(head.column, row.get(head.column.name), head.words) for head in heads]
        yield [out(code.column, rows_of(content, MAIN)[0]["code"], {}), *values]


def _cell(page: Any, value: Cell, *, bold: bool = False) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"  # a text that begins with "=" is a text all the same
    cell.alignment = _WRAP
    if bold:
        cell.font = _BOLD
    return cell


def _drop_down(head: Head) -> DataValidation | None:
    listed = ",".join(head.words.values())
    if not head.words or len(listed) > MAX_LIST or any("," in word or '"' in word for word in head.words.values()):
        return None
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
