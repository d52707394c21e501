"""The rule-made ways of mistyping keep what was meant."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold
from nlu_data.learning.noise import chatty, half_folded, noisy, slipped

SENTENCE = "tôi muốn làm giấy khai sinh thì cần giấy tờ gì, có được không"


def test_half_folded_keeps_every_letter() -> None:
    half = half_folded(SENTENCE, Random(3))
    assert half not in (SENTENCE, fold(SENTENCE))
    assert fold(half) == fold(SENTENCE)


def test_chat_forms_are_read_back_as_what_was_meant() -> None:
    typed = chatty("em muốn biết làm được không", Random(2))
    assert typed != "em muốn biết làm được không"
    assert "không" in expand(typed) or "khong" in expand(typed)


def test_slips_change_a_letter_or_two() -> None:
    changed = slipped(SENTENCE, Random(1))
    assert changed != SENTENCE
    assert abs(len(changed) - len(SENTENCE)) <= 2


@given(st.text(max_size=60), st.integers(0, 1000))
def test_no_text_breaks_them(text: str, seed: int) -> None:
    assert isinstance(noisy(text, Random(seed)), str)
