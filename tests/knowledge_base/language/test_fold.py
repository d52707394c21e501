"""One spelling for matching, whatever the keyboard made of it."""

from __future__ import annotations

import unicodedata

import pytest

from knowledge_base.language.fold import clean, fold, new_tones, normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đăng  Ký KHAI SINH", "dang ky khai sinh"),
        ("Ủy ban nhân dân", "uy ban nhan dan"),
        ("ĐẤT Ở", "dat o"),
        ("lệ phí\u200b bao nhiêu\n?", "le phi bao nhieu ?"),
    ],
)
def test_folding_leaves_letters_only(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_unicode_forms_do_not_matter(form: str) -> None:
    written = unicodedata.normalize(form, "Thủ tục đăng ký kết hôn ở đâu")  # type: ignore[arg-type]
    assert normalise(written) == "thủ tục đăng ký kết hôn ở đâu"
    assert fold(written) == "thu tuc dang ky ket hon o dau"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("toà", "tòa"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("của", "của"),
    ],
)
def test_tones_stand_where_the_new_rule_puts_them(old: str, new: str) -> None:
    assert new_tones(old) == new


def test_drawn_out_letters_are_one_letter_but_numbers_and_abbreviations_stay() -> None:
    assert normalise("Đượcccc khônggg saaao 1000000 CCCD") == "được không sao 1000000 cccd"


def test_control_and_invisible_characters_go() -> None:
    assert clean("a\x00b\u200d\ufeff  c\u202e") == "a b c"
