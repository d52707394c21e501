"""Keys left over, doubled letters and words run together are undone; real words stay as they are."""

from __future__ import annotations

import pytest

from knowledge_base.language.chat import expand
from knowledge_base.language.keyboard import mended
from knowledge_base.language.syllables import is_syllable


@pytest.mark.parametrize("word", ["đăng", "dang", "nghiêm", "quyền", "gì", "giếng", "thuở", "uỷ", "ươm", "khuya", "y"])
def test_syllables_are_known_by_their_spelling(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ddawng", "kys", "cầ", "ngi", "ce", "khaisinh", "vneid", "ky1", "", "ubnd"])
def test_what_is_spelt_otherwise_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng", "đăng"),
        ("kys", "ký"),
        ("casch", "cách"),
        ("dduwowcj", "được"),
        ("quyeenf", "quyền"),
        ("hoaf", "hòa"),
        ("d9a8ng", "đăng"),
        ("ky1", "ký"),
        ("nu7o7c1", "nước"),
        ("giấyy", "giấy"),
        ("hnô", "hôn"),
        ("ngưiờ", "người"),
        ("khaisinh", "khai sinh"),
        ("cầngì", "cần gì"),
        ("xinhoi", "xin hoi"),
        ("nhanhoso", "nhan ho so"),
    ],
)
def test_slips_of_the_keyboard_are_undone(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "word", ["toi", "visa", "photo", "vneid", "ct01", "b2", "a1", "phường3", "web", "…", "x" * 500]
)
def test_other_words_stay(word: str) -> None:
    assert mended(word) == word


def test_a_sentence_typed_with_the_keyboard_off_reads_like_any_other() -> None:
    assert expand("Ddawng kys keets hoon caanf giaays towf gif") == "đăng ký kết hôn cần giấy tờ gì"
