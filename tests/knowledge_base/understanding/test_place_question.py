"""Questions about the units themselves are told from questions about a procedure that happens somewhere."""

from __future__ import annotations

import pytest

from knowledge_base.understanding.place_question import Asked, commune_in, read_place
from knowledge_base.units.service import Units

UNITS = Units.load()


@pytest.mark.parametrize(
    "text",
    [
        "huyện bỏ rồi thì nộp ở đâu?",
        "bo huyen roi gio lam ho so o dau",
        "giờ không còn huyện nữa thì tôi làm giấy tờ chỗ nào",
        "cấp huyện giải thể rồi đi đâu nộp hồ sơ",
    ],
)
def test_districts_that_are_gone(text: str) -> None:
    asked = read_place(text, UNITS)
    assert asked is not None
    assert (asked.asked, asked.sure) == (Asked.NO_DISTRICTS, True)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("tôi ở xã Bình Minh cũ", ["Xã Bom Bo", "Xã Bình Minh"]),
        ("xã Đồi 61 sáp nhập vào đâu", ["Xã An Viễn"]),
        ("nha toi o xa song trau", ["Phường Trảng Bom"]),
        ("xã Hưng Lộc giờ thuộc phường nào", ["Phường Dầu Giây"]),
        ("Trảng Dài", ["Phường Trảng Dài"]),
        ("dạ Trảng Dài nha em", ["Phường Trảng Dài"]),
        ("địa chỉ ủy ban phường Trấn Biên", ["Phường Trấn Biên"]),
        ("tôi ở phường Trảng Bom", ["Phường Trảng Bom"]),
    ],
)
def test_a_unit_of_today_or_of_yesterday(text: str, units: list[str]) -> None:
    asked = read_place(text, UNITS)
    assert asked is not None
    assert (asked.asked, asked.sure) == (Asked.UNIT, True)
    assert [match.unit.name for match in asked.matches] == units


@pytest.mark.parametrize(
    "text", ["huyện Trảng Bom cũ làm giấy tờ ở đâu", "tôi ở Trảng Bom", "nhà ở trảng bom nộp ở đâu"]
)
def test_a_former_district(text: str) -> None:
    asked = read_place(text, UNITS)
    assert asked is not None
    assert (asked.asked, asked.area, asked.sure) == (Asked.DISTRICT, "Huyện Trảng Bom", True)
    assert {"Phường Trảng Bom", "Xã Bàu Hàm", "Xã An Viễn"} <= {match.unit.name for match in asked.matches}


@pytest.mark.parametrize("text", ["Đồng Nai giờ là tỉnh hay thành phố", "tỉnh Bình Phước nhập vào đâu rồi"])
def test_the_province(text: str) -> None:
    asked = read_place(text, UNITS)
    assert asked is not None
    assert (asked.asked, asked.sure) == (Asked.CITY, True)


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký tạm trú ở xã Bình Minh cần gì",
        "làm sổ đỏ ở xã Sông Trầu cũ thì nộp ở đâu",
        "xin giấy phép xây dựng ở phường Trấn Biên",
        "lệ phí chứng thực ở phường Hố Nai",
        "tôi ở xã Bình Minh cấp đổi sổ đỏ ở đâu",
        "tôi từ phường Trấn Biên chuyển về xã An Phước",
        "cán bộ phường Long Bình hách dịch quá",
        "khai sinh ở đâu",
        "nộp ở đâu",
        "bỏ học có phải đi nghĩa vụ không",
        "hai bên thống nhất hồ sơ",
        "tôi tên Thanh Bình",
        "lương tối thiểu ở Long Khánh giờ là bao nhiêu",
        "nuôi cá trên sông Đồng Nai cần giấy gì",
        "cảm ơn em nhiều",
    ],
)
def test_a_procedure_somewhere_is_no_question_about_the_place(text: str) -> None:
    asked = read_place(text, UNITS)
    assert asked is None or not asked.sure


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("đăng ký tạm trú ở xã Bình Minh cần gì", "Xã Bình Minh"),
        ("lam the can cuoc o phuong ho nai", "Phường Hố Nai"),
        ("làm sổ đỏ ở xã Sông Trầu cũ thì nộp ở đâu", "Phường Trảng Bom"),
        ("khai sinh ở xã Bình Minh cũ", None),
        ("chuyển từ xã An Phước về phường Trảng Dài cần gì", None),
        ("vợ tôi tên Thanh Bình muốn làm khai sinh", None),
        ("khai sinh ở đâu", None),
        ("cưới ở Biên Hòa thì đăng ký đâu", None),
        ("cưới ở phường Biên Hòa thì đăng ký đâu", "Phường Biên Hoà"),
        ("vợ tôi ở Đồng Nai muốn làm căn cước", None),
    ],
)
def test_the_commune_beside_what_is_asked(text: str, unit: str | None) -> None:
    found = commune_in(text, UNITS)
    assert (found.name if found else None) == unit
