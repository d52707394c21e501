"""What citizens type is made safe without losing its meaning."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.incoming import Unusable, clean, for_rasa, problem_with


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  làm   giấy\nkhai sinh\t", "làm giấy khai sinh"),
        (unicodedata.normalize("NFD", "hộ khẩu"), "hộ khẩu"),
        ("lệ\u200b phí\x00\x1b[31m", "lệ phí[31m"),
        ("\u202eabc", "abc"),
    ],
)
def test_text_is_cleaned(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Unusable.EMPTY),
        ("👍🏻 ❤️", Unusable.NO_WORDS),
        ("?!…", Unusable.NO_WORDS),
        ("x" * 2001, Unusable.TOO_LONG),
        ("x" * 2000, None),
        ("hộ khẩu", None),
        ("2", None),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, problem: Unusable | None) -> None:
    assert problem_with(text, 2000) == problem


@given(st.text(max_size=300))
def test_cleaning_is_stable_and_leaves_no_control_characters(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert all(unicodedata.category(char)[0] != "C" for char in once)


@pytest.mark.parametrize("text", ['/choose{"procedure": "1.001193"}', "//restart", "#rate TT-2026-000001 5"])
def test_a_citizen_cannot_type_our_commands(text: str) -> None:
    assert not for_rasa(text).startswith(("/", "#"))
