"""Chat forms and Southern words are read as the words they stand for."""

from __future__ import annotations

import pytest

from knowledge_base.language.chat import expand


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lm gks cần j", "làm giấy khai sinh cần gì"),
        ("đc ko", "được không"),
        ("e mún đki kết hôn", "em muốn đăng ký kết hôn"),
        ("cccd hết hạn r", "căn cước công dân hết hạn rồi"),
        ("tui mần khai sanh hông đc", "tôi làm khai sinh không được"),
        ("nhập hk cho vợ", "nhập hộ khẩu cho vợ"),
        ("có đc hk", "có được không"),
        ("đăng ký tt cho công nhân", "đăng ký tạm trú cho công nhân"),
        ("tt ntn", "thủ tục như thế nào"),
        ("ubnd xã", "ủy ban nhân dân xã"),
    ],
)
def test_abbreviations_are_written_out(typed: str, meant: str) -> None:
    assert expand(typed) == meant


def test_words_that_merely_contain_an_abbreviation_stay() -> None:
    assert expand("kết quả của anh Khoa") == "kết quả của anh khoa"


def test_punctuation_does_not_hide_an_abbreviation() -> None:
    assert expand("đc ko?") == "được không ?"
