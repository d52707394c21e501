"""What people type is understood as they write it; what cannot be used is named kindly, and nothing else breaks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.drafts.schema import Draft, Kind
from knowledge_base.drafts.values import Checked, Problem, check
from knowledge_base.drafts.words import date_in_words, number_in_words

TODAY = date(2026, 11, 25)


def draft(kind: Kind, *, required: bool = False) -> Draft:
    """A declaration with one field."""
    field = {"key": "x", "label": "Mục", "kind": kind, "required": required}
    if kind is Kind.CHOICE:
        field["options"] = ["Nam", "Nữ"]
    return Draft.model_validate(
        {
            "procedures": ["1.000001"],
            "title": "TỜ KHAI",
            "groups": [{"title": "Nhóm", "fields": [field]}],
            "layout": ["Mục: {x}", "Hai", "Ba"],
            "signatures": [{"title": "NGƯỜI KHAI", "remark": "(Ký)"}],
        }
    )


def typed(kind: Kind, text: str) -> Checked:
    return check(draft(kind), {"x": text}, TODAY)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (Kind.DATE, "5/3/2026", "05/03/2026"),
        (Kind.DATE, " 05 - 03 - 2026 ", "05/03/2026"),
        (Kind.DATE, "2026-03-05", "05/03/2026"),
        (Kind.BIRTH, "1950", "1950"),
        (Kind.BIRTH, "3/1950", "03/1950"),
        (Kind.BIRTH, "5.3.1950", "05/03/1950"),
        (Kind.YEAR, "1995", "1995"),
        (Kind.TIME, "14h30", "14 giờ 30 phút"),
        (Kind.TIME, "7 giờ", "07 giờ 00 phút"),
        (Kind.ID, "075 095 001 234", "075095001234"),
        (Kind.PHONE, "0912.345.678", "0912345678"),
        (Kind.EMAIL, "lan@vidu.vn", "lan@vidu.vn"),
        (Kind.COUNT, "02", "2"),
        (Kind.CHOICE, "Nữ", "Nữ"),
        (Kind.NAME, "  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        (Kind.NAME, "Nguye\u0302\u0303n", "Nguyễn"),
        (Kind.LONG, "dòng một\r\n\r\ndòng hai", "dòng một\ndòng hai"),
        (Kind.LINE, "", ""),
    ],
)
def test_it_is_put_right(kind: Kind, text: str, kept: str) -> None:
    checked = typed(kind, text)
    assert checked.problems == {}
    assert checked.values == {"x": kept}


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Kind.DATE, "31/02/2026", "date"),
        (Kind.DATE, "hôm qua", "date"),
        (Kind.DATE, "26/11/2026", "future"),
        (Kind.DATE, "01/01/1200", "too_early"),
        (Kind.BIRTH, "13/1950", "date"),
        (Kind.BIRTH, "2027", "future"),
        (Kind.YEAR, "95", "year"),
        (Kind.TIME, "25:00", "time"),
        (Kind.ID, "12345", "id"),
        (Kind.ID, "٠٧٥٠٩٥٠٠١٢٣٤", "letters"),
        (Kind.PHONE, "123", "phone"),
        (Kind.EMAIL, "lan", "email"),
        (Kind.COUNT, "hai", "count"),
        (Kind.CHOICE, "Khác", "choice"),
        (Kind.NAME, "Lan 123", "name"),
        (Kind.NAME, "Lan 🙂", "letters"),
        (Kind.NAME, "x" * 81, "too_long"),
        (Kind.LONG, "x" * 601, "too_long"),
    ],
)
def test_it_is_named_and_kept_to_be_mended(kind: Kind, text: str, reason: str) -> None:
    checked = typed(kind, text)
    assert checked.problems["x"].reason == reason
    assert checked.values["x"] == text


def test_a_field_that_is_needed_is_asked_for() -> None:
    assert check(draft(Kind.LINE, required=True), {"x": " \u200b "}, TODAY).problems == {"x": Problem("required")}


@given(st.sampled_from(list(Kind)), st.text(max_size=60))
def test_no_text_breaks_it(kind: Kind, text: str) -> None:
    checked = typed(kind, text)
    assert set(checked.values) == {"x"}
    assert not any(char in checked.values["x"] for char in "\x00\x1b\u202e")


@given(st.dates(date(1880, 1, 1), TODAY))
def test_every_day_of_the_past_is_a_date(day: date) -> None:
    assert typed(Kind.DATE, f"{day.day}/{day.month}/{day.year}").values["x"] == day.strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 15), "ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu"),
        (date(1995, 4, 21), "ngày hai mươi mốt tháng tư năm một nghìn chín trăm chín mươi lăm"),
        (date(2005, 12, 24), "ngày hai mươi tư tháng mười hai năm hai nghìn không trăm linh năm"),
        (date(2000, 1, 31), "ngày ba mươi mốt tháng một năm hai nghìn"),
        (date(1910, 10, 4), "ngày bốn tháng mười năm một nghìn chín trăm mười"),
    ],
)
def test_dates_are_spelled_out(day: date, words: str) -> None:
    assert date_in_words(day) == words


def test_no_two_numbers_are_spelled_alike() -> None:
    assert len({number_in_words(number) for number in range(10_000)}) == 10_000
