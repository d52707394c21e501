"""Every style changes a question in its own way, and the same way each time."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.variation import STYLES, vary
from bot.evaluation.variation.keyboards import telex, vni
from bot.evaluation.variation.letters import bare
from bot.evaluation.variation.slips import doubled, dropped, joined, swapped
from bot.evaluation.variation.teencode import TABLE, teencode
from bot.evaluation.variation.tones import new_placement, old_placement

QUESTION = "Đăng ký khai sinh cho con ở Biên Hòa không biết mất bao nhiêu tiền, có được giảm 3,5% không?"


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_style_is_repeatable_and_reads_every_spelling_alike(style: str) -> None:
    once = vary(QUESTION, style, 3)
    assert vary(QUESTION, style, 3) == once
    assert vary(unicodedata.normalize("NFD", QUESTION), style, 3) == once
    assert once.strip()


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"new_tones"}))  # the question is written that way already
def test_a_style_changes_the_question(style: str) -> None:
    assert vary(QUESTION, style, 3) != QUESTION


@pytest.mark.parametrize("style", ["partly_bare", "teencode", "dropped", "joined", "telex"])
def test_another_seed_slips_elsewhere(style: str) -> None:
    assert len({vary(QUESTION, style, seed) for seed in range(5)}) > 1


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.sampled_from(sorted(STYLES)))
def test_no_text_breaks_a_style_or_vanishes(text: str, style: str) -> None:
    assert vary(text, style, 1)


def test_without_diacritics() -> None:
    assert bare("Đường Nguyễn Ái Quốc, phường Trảng Dài ợ") == "Duong Nguyen Ai Quoc, phuong Trang Dai o"


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("đăng", "ddawng"),
        ("ký", "kys"),
        ("nghĩa", "nghiax"),
        ("được?", "dduwowcj?"),
        ("Điều", "DDieeuf"),
        ("sinh", "sinh"),
    ],
)
def test_telex(word: str, keys: str) -> None:
    assert telex(word) == keys


@pytest.mark.parametrize(
    ("word", "keys"), [("đăng", "d9a8ng"), ("ký", "ky1"), ("được,", "d9u7o7c5,"), ("thuế", "thue61")]
)
def test_vni(word: str, keys: str) -> None:
    assert vni(word) == keys


@pytest.mark.parametrize(
    ("new", "old"), [("hòa", "hoà"), ("Thúy", "Thuý"), ("khỏe", "khoẻ"), ("xóa bỏ", "xoá bỏ"), ("THỦY", "THUỶ")]
)
def test_the_tone_moves_there_and_back(new: str, old: str) -> None:
    assert old_placement(new) == old
    assert new_placement(old) == new


@pytest.mark.parametrize("word", ["quý", "hoàn", "thuế", "toán", "quỳ", "hóa đơn"[4:], "xoắn"])
def test_other_tones_stay(word: str) -> None:
    assert (old_placement(word), new_placement(word)) == (word, word)


def test_teencode_writes_whole_words_short() -> None:
    short = {teencode("không biết thủ tục như thế nào", Random(seed)) for seed in range(20)}
    assert {word for text in short for word in text.split()} >= {"ko", "hok", "bt", "tt", "ntn", "không"}
    assert all(teencode("khôngbiết", Random(seed)) == "khôngbiết" for seed in range(5))
    assert {"không", "được", "gì", "người", "bao nhiêu"} <= set(TABLE)


def test_slips_leave_short_words_numbers_and_first_letters() -> None:
    text = "ở số 12345 đường khai sinh"
    for slip in (doubled, dropped, swapped):
        for seed in range(20):
            words = slip(text, Random(seed)).split()
            assert words[:3] == ["ở", "số", "12345"]
            assert [word[0] for word in words] == [word[0] for word in text.split()]


def test_joined_only_loses_spaces() -> None:
    text = "đăng ký khai sinh cho con cần giấy gì"
    run_together = joined(text, Random(1))
    assert run_together != text
    assert run_together.replace(" ", "") == text.replace(" ", "")
    assert joined("một", Random(1)) == "một"


def test_spoken_has_no_punctuation_but_keeps_numbers_whole() -> None:
    spoken = vary("Phí 3,5 triệu? Nộp ở đâu; mấy ngày...", "spoken")
    assert spoken == "phí 3,5 triệu nộp ở đâu mấy ngày"
