"""Few written sentences become many, and each keeps a label that is true."""

from __future__ import annotations

from random import Random

from nlu_data.learning.examples import OUTSIDE, Example, Growth, grow
from nlu_data.learning.phrases import is_phrase, pairs

TOPICS, ELSEWHERE = ["nhập hộ khẩu"], ["ly hôn"]
MARKED = Example("đăng ký kết hôn cần giấy tờ gì", "ask_papers", ((0, 15),))


def grown(*examples: Example, **growth: int) -> list[tuple[str, str]]:
    return grow(examples, TOPICS, ELSEWHERE, Random(1), Growth(**growth))


def test_a_marked_topic_is_exchanged_and_others_business_is_labelled_so() -> None:
    sentences = grown(MARKED, topics=1, outside=1, pairs=0)
    assert ("nhập hộ khẩu cần giấy tờ gì", "ask_papers") in sentences
    assert ("ly hôn cần giấy tờ gì", OUTSIDE) in sentences


def test_every_sentence_is_learnt_in_a_second_spelling() -> None:
    assert len(grown(MARKED, topics=1, outside=1, pairs=0)) == 6


def test_small_talk_is_never_about_a_topic() -> None:
    assert {label for _, label in grown(Example("xin chào", "greet"))} == {"greet"}


def test_bare_phrases_meet_topics_and_each_other() -> None:
    sentences = grown(Example("bao lâu xong", "ask_time"), Example("cần gì", "ask_papers"), pairs=20)
    texts = {text for text, label in sentences if label == "ask_time"}
    assert any("nhập hộ khẩu" in text for text in texts)
    assert {"ask_time+ask_papers", "ask_papers+ask_time"} <= {label for _, label in sentences}


def test_what_is_a_phrase() -> None:
    assert is_phrase("bao lâu xong", "ask_time", marked=False)
    assert not is_phrase("đăng ký kết hôn bao lâu", "ask_time", marked=True)
    assert not is_phrase("cần gì, bao lâu", "ask_papers+ask_time", marked=False)
    assert not is_phrase("xin chào", "greet", marked=False)


def test_there_are_no_pairs_of_one_aspect() -> None:
    assert pairs([("cần gì", "ask_papers"), ("giấy gì", "ask_papers")], TOPICS, 5, Random(1)) == []


def test_growing_is_repeatable() -> None:
    assert grown(MARKED) == grown(MARKED)
