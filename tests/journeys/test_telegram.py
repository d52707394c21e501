"""A citizen on Telegram: asks, taps, goes on, is answered in order."""

from __future__ import annotations

from tests.journeys.system import System, Telegram


def test_a_question_a_tap_and_a_follow_up(system: System, telegram: Telegram) -> None:
    telegram.say(4001, "/start")
    telegram.wait_for(4001, 1)
    telegram.say(4001, "làm giấy khai sinh cho con cần giấy tờ gì")
    answer = telegram.wait_for(4001, 2)[-1]
    assert "Giấy chứng sinh" in answer["text"]
    telegram.press(4001, "Lệ phí")
    assert "miễn phí" in telegram.wait_for(4001, 3)[-1]["text"]
    telegram.say(4001, "còn mất bao lâu?")
    assert "ngày làm việc" in telegram.wait_for(4001, 4)[-1]["text"]


def test_the_token_reaches_no_log(system: System, telegram: Telegram) -> None:
    assert system.grep(telegram.token) == []
