"""Facts about places as files: out and in again the same, for all communes, every mistake by its row."""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.editing.local_facts import LocalReader
from bot.exchange.places_in import read_places
from bot.exchange.places_out import workbook_of_places
from bot.exchange.report import Mistake
from bot.exchange.workbook_in import UnsafeFileError
from bot.texts import Texts
from knowledge_base.places.file import dump_places
from knowledge_base.places.schema import Local, PlacesFile
from knowledge_base.units.service import Units
from tests.knowledge_base.places.conftest import BIRTH, TRAN_BIEN, fee, note, office

TEXTS, UNITS, TODAY = Texts.load(), Units.load(), date(2026, 11, 25)
FILE = PlacesFile(
    offices=[office(phone="0251 3822 001", note="=1+1"), office(counter="Quầy số 2", effective_to=date(2026, 12, 31))],
    fees=[fee(), fee(commune_code=TRAN_BIEN, unit="bản", certainty="unverified")],
    notes=[note(), note(commune_code=None)],
)


def reader(commune: str | None = None) -> LocalReader:
    return LocalReader(TEXTS, UNITS, {BIRTH}, TODAY, commune)


def workbook(file: PlacesFile = FILE) -> bytes:
    units = sorted(UNITS.all(), key=lambda unit: unit.name)
    return workbook_of_places(file, units, TEXTS, TODAY)


def changed(row: int, column: str, value: Any, sheet: str = "Nơi nộp") -> bytes:
    """The workbook with one cell typed anew."""
    book = load_workbook(BytesIO(workbook()))
    page = book[sheet]
    heads = [cell.value for cell in page[1]]
    page.cell(row, heads.index(column) + 1).value = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, commune: str | None = None) -> tuple[list[Local], list[Mistake]]:
    return read_places(data, reader(commune))


@pytest.mark.parametrize("data", [workbook(), dump_places(FILE).encode()], ids=["excel", "yaml"])
def test_what_goes_out_comes_in_the_same(data: bytes) -> None:
    facts, mistakes = read(data)
    assert mistakes == []
    assert facts == FILE.facts


def test_there_is_a_row_to_fill_in_for_each_commune_without_an_office() -> None:
    page = load_workbook(BytesIO(workbook()))["Nơi nộp"]
    codes = {str(row[0].value) for row in page.iter_rows(min_row=2)}
    assert codes == {unit.code for unit in UNITS.all()}
    assert len(codes) == 95


def test_all_communes_are_brought_in_within_two_seconds() -> None:
    everybody = PlacesFile(offices=[office(commune_code=unit.code) for unit in UNITS.all()])
    data = workbook(everybody)
    began = time.perf_counter()
    facts, mistakes = read(data)
    assert (len(facts), mistakes) == (95, [])
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Xã, phường", "99999", "Cần chọn một xã, phường trong danh sách"),
        ("Xã, phường", "Trấn Biên", "Cần chọn một xã, phường trong danh sách"),
        ("Điện thoại", "gọi sau", "Cần là số điện thoại, ví dụ 0251 3822 001"),
        ("Giờ làm việc", "giờ hành chính", "Cần giờ bắt đầu và giờ kết thúc"),
        ("Địa chỉ", None, "Chưa có nội dung"),
        ("Ngày kiểm tra", "31/02/2026", "Cần là một ngày có thật"),
        ("Mức chắc chắn", "chắc chắn", "Cần chọn"),
        ("Địa chỉ", "=HYPERLINK(1)", "Ô có công thức"),
    ],
)
def test_a_wrong_cell_is_named_with_its_sheet_row_and_column(column: str, value: str | None, said: str) -> None:
    facts, mistakes = read(changed(3, column, value))
    assert [(one.sheet, one.row, one.column) for one in mistakes] == [("Nơi nộp", 3, column)]
    assert mistakes[0].words.startswith(said)
    assert len(facts) == len(FILE.facts) - 1


def test_a_column_that_is_missing_or_strange_is_named() -> None:
    book = load_workbook(BytesIO(workbook()))
    book["Mức thu"].cell(1, 3).value = "Khoản khác"
    _, mistakes = read(saved(book))
    assert [one.words for one in mistakes if one.sheet == "Mức thu"] == [
        "Thiếu cột “Xã, phường”",
        "Cột “Khoản khác” không thuộc trang này",
    ]


def test_the_same_twice_is_a_mistake() -> None:
    text = dump_places(PlacesFile(offices=[office(), office(address="Số 2")]))
    _, mistakes = read(text.encode())
    assert [(one.sheet, one.words) for one in mistakes] == [
        ("Nơi nộp, mục thứ 2", "Nội dung này có hai lần với cùng ngày bắt đầu")
    ]


def test_who_edits_one_commune_brings_in_nothing_of_another() -> None:
    _, mistakes = read(dump_places(PlacesFile(offices=[office()], fees=[fee()])).encode(), "26368")
    assert [one.words for one in mistakes] == ["Anh/chị chỉ ghi được nội dung của xã, phường mình"] * 2


def test_yaml_as_people_type_it_is_understood() -> None:
    text = (
        "offices:\n- commune_code: 26041\n  address: Số 1\n  source: Thông báo\n  last_checked: 2026-11-20\n"
        "  effective_from: 01/11/2026\n  fax: 1\n- không phải nhóm\nnotes:\n- procedure_code: 1.001193\n  text: Thử\n"
        "  source: Thông báo\n  last_checked: 2026-11-20\n  effective_from: 2026-11-01\n"
    )
    facts, mistakes = read(text.encode())
    assert [fact.commune_code for fact in facts] == [TRAN_BIEN, None]
    assert [one.words for one in mistakes] == [
        "Cột “fax” không thuộc trang này",
        "Mỗi thủ tục cần là một nhóm trường “tên: giá trị”",
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"offices: []", b"- 1", b"other: []", b"offices: 1", b"PK\x03\x04", b"\xff\xfe", b"a: &a [*a]", b"{" * 50],
)
def test_a_file_that_is_none_changes_nothing(data: bytes) -> None:
    with pytest.raises(UnsafeFileError):
        read(data)
