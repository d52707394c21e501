"""A workbook read back says exactly what was written; every mistake is named by sheet, row and column."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.exchange.cells import harmless, plain
from bot.exchange.report import Incoming, Mistake
from bot.exchange.workbook_in import UnsafeFileError, read_workbook
from bot.exchange.workbook_out import workbook_of
from bot.texts import Texts
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument

TEXTS = Texts.load()
TODAY = date(2026, 11, 24)
OURS = load_folder()
CODES = {document.code for document in OURS}
BIRTH = next(document for document in OURS if document.code == "1.001193")


def read(data: bytes) -> Incoming:
    return read_workbook(data, TEXTS, TODAY, CODES)


def changed(change: Callable[[Workbook], None], *documents: ProcedureDocument) -> list[Mistake]:
    """The mistakes of a workbook somebody changed in Excel."""
    book = load_workbook(BytesIO(workbook_of(documents or [BIRTH], TEXTS)))
    change(book)
    held = BytesIO()
    book.save(held)
    found = read(held.getvalue())
    assert found.mistakes, "nothing was noticed"
    return found.mistakes


def test_all_our_procedures_come_back_as_they_went() -> None:
    found = read(workbook_of(OURS, TEXTS))
    assert found.mistakes == []
    assert found.documents == OURS


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-5", "@an", "'=x", "''-x", "\t=1", "'trích'", "bình thường", "=cmd|' /C"]
)
def test_no_text_becomes_a_formula_and_none_is_changed(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(harmless(text)) == text
    document = BIRTH.model_copy(update={"name": text.strip(), "aliases": [text.strip()]})
    data = workbook_of([document], TEXTS)
    cells = [cell for page in load_workbook(BytesIO(data)) for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert read(data).documents == [document]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "column", "words"),
    [
        ("Giấy tờ cần nộp", "C3", "hai", "Số bản chính", "Cần là một số"),
        ("Giấy tờ cần nộp", "C3", 99, "Số bản chính", "lớn quá, tối đa 20"),
        ("Giấy tờ cần nộp", "B3", None, "Tên giấy tờ", "Chưa có nội dung"),
        ("Giấy tờ cần nộp", "H3", "chắc lắm", "Mức chắc chắn", "Cần chọn"),
        ("Giấy tờ cần nộp", "B3", "=SUM(C2:C9)", "Tên giấy tờ", "công thức"),
        ("Giấy tờ cần nộp", "A3", "9.999999", "Mã thủ tục", "không có trong trang"),
        ("Giấy tờ cần nộp", "A3", None, "Mã thủ tục", "Chưa có mã"),
        ("Phí, lệ phí", "C3", "-8000", "Số tiền (đồng)", "nhỏ quá"),
        ("Thời gian giải quyết", "C2", None, "Thời gian giải quyết", "chọn đơn vị"),
        ("Thủ tục", "D2", "lĩnh vực lạ", "Lĩnh vực", "Cần chọn"),
        ("Thủ tục", "G2", "31/02/2026", "Ngày kiểm tra lần cuối", "ngày có thật"),
        ("Thủ tục", "G2", date(2030, 1, 1), "Ngày kiểm tra lần cuối", "sau hôm nay"),
        ("Thủ tục", "B2", None, "Tên ngắn, như cách cán bộ hay nói", "Chưa có nội dung"),
    ],
)
def test_a_mistake_is_named_with_its_row_and_column(sheet: str, cell: str, value: Any, column: str, words: str) -> None:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    mistakes = changed(change)
    assert any(
        (item.sheet, item.row, item.column) == (sheet, int(cell[1:]), column) and words in item.words
        for item in mistakes
    ), mistakes


def test_one_bad_row_among_many_is_found() -> None:
    def change(book: Workbook) -> None:
        book["Giấy tờ cần nộp"]["C40"] = "nhiều"

    assert [(item.row, item.column) for item in changed(change, *OURS[:30])] == [(40, "Số bản chính")]


def test_a_missing_sheet_or_column_is_named_not_taken_for_empty() -> None:
    def change(book: Workbook) -> None:
        del book["Các bước"]
        book["Kết quả"]["B1"] = "Cột lạ"

    found = {(item.sheet, item.words) for item in changed(change)}
    assert ("Các bước", "Thiếu trang này trong tệp") in found
    assert ("Kết quả", "Thiếu cột “Nội dung”") in found


def test_a_code_that_comes_twice_is_refused() -> None:
    def change(book: Workbook) -> None:
        page = book["Thủ tục"]
        page.append([cell.value for cell in page[2]])

    assert changed(change)[0].words == "Mã 1.001193 xuất hiện hai lần"


def test_what_people_type_is_understood() -> None:
    book = load_workbook(BytesIO(workbook_of([BIRTH], TEXTS)))
    book["Thủ tục"]["A2"] = 1.001193  # Excel makes a number of it
    book["Thủ tục"]["G2"] = "20/11/2026"
    book["Phí, lệ phí"]["C3"] = "8.000"
    book["Giấy tờ cần nộp"]["H2"] = "ĐÃ KIỂM CHỨNG"
    held = BytesIO()
    book.save(held)
    for page in book.worksheets:
        assert page["A1"].value
    found = read(held.getvalue())
    assert found.mistakes == []
    assert found.documents[0].last_checked == date(2026, 11, 20)
    assert found.documents[0].fees.items[1].amount == 8000


NO_WORKBOOKS = {"two letters": b"PK", "zeros": b"PK\x03\x04" + b"\0" * 100, "torn": workbook_of([BIRTH], TEXTS)[:-500]}


@pytest.mark.parametrize("data", NO_WORKBOOKS.values(), ids=NO_WORKBOOKS.keys())
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnsafeFileError):
        read(data)


def test_a_file_that_unpacks_to_far_more_than_it_is_gets_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"\0" * (64 * 1024 * 1024))
    with pytest.raises(UnsafeFileError) as caught:
        read(held.getvalue())
    assert caught.value.key == "exchange.too_big_inside"


def test_entities_in_a_sheet_are_not_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook_of([BIRTH], TEXTS))) as good, zipfile.ZipFile(held, "w") as bad:
        for item in good.infolist():
            bad.writestr(item, evil if item.filename == "xl/worksheets/sheet1.xml" else good.read(item))
    with pytest.raises(UnsafeFileError):
        read(held.getvalue())
