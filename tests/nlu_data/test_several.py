"""Joints between questions."""

from __future__ import annotations

import pytest

from nlu_data.learning.several import may_ask_several


@pytest.mark.parametrize(
    "text",
    ["cần giấy gì, bao lâu xong", "phí nhiêu? mấy ngày?", "nộp ở đâu và mất bao lâu", "can gi voi het nhieu tien"],
)
def test_two_questions_have_a_joint(text: str) -> None:
    assert may_ask_several(text)


@pytest.mark.parametrize("text", ["đăng ký khai sinh ở đâu?", "", "phí bao nhiêu"])
def test_one_has_none(text: str) -> None:
    assert not may_ask_several(text)


def test_the_commas_of_a_long_story_are_none() -> None:
    assert not may_ask_several("hôm qua, hôm kia, hôm nữa " + "tôi đi mãi " * 12 + "thì nộp ở đâu")
