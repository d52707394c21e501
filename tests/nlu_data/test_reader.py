"""The models on a tiny training set: what is asked, several things at once, without diacritics."""

from __future__ import annotations

from random import Random

import pytest

from nlu_data.learning.examples import Example, Growth, grow
from nlu_data.learning.features import MAX_TEXT, read
from nlu_data.learning.reader import Reader

WRITTEN = {
    "ask_papers": ["cần giấy tờ gì", "hồ sơ gồm những gì", "mang theo gì", "chuẩn bị giấy tờ nào"],
    "ask_fee": ["bao nhiêu tiền", "lệ phí bao nhiêu", "có mất phí không", "tốn bao nhiêu"],
    "ask_time": ["bao lâu xong", "mấy ngày có", "mất bao lâu", "khi nào có kết quả"],
    "greet": ["xin chào", "chào em", "alo", "chào bạn"],
    "out_of_scope_far": ["hôm nay mưa không", "kể chuyện cười đi", "giá vàng hôm nay", "tối nay đá banh mấy giờ"],
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    examples = [Example(text, label) for label, texts in WRITTEN.items() for text in texts]
    topics = ["đăng ký khai sinh", "làm căn cước", "nhập hộ khẩu", "đăng ký kết hôn"]
    trained = Reader(act_strength=8, aspect_strength=8)
    trained.train(grow(examples, topics, ["ly hôn", "thành lập công ty"], Random(5), Growth(pairs=60)))
    return trained


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("đăng ký khai sinh mất bao nhiêu tiền", "ask_fee"),
        ("dang ky khai sinh mat bao nhieu tien", "ask_fee"),
        ("NHẬP HỘ KHẨU CẦN GIẤY TỜ GÌ", "ask_papers"),
        ("xin chào em", "greet"),
        ("ly hôn cần giấy tờ gì", "out_of_scope_near"),
    ],
)
def test_the_likeliest_intent(reader: Reader, text: str, intent: str) -> None:
    intents, _ = reader.understand(text)
    assert max(intents, key=lambda name: intents[name]) == intent


def test_two_things_asked_are_both_found(reader: Reader) -> None:
    _, aspects = reader.understand("làm căn cước cần giấy tờ gì, bao lâu xong")
    assert {name for name, value in aspects.items() if value > 0.5} == {"papers", "time"}


@pytest.mark.parametrize("text", ["", "…", "😀😀", "x" * 100_000])
def test_whatever_is_typed_the_chances_add_up(reader: Reader, text: str) -> None:
    intents, _ = reader.understand(text)
    assert sum(intents.values()) == pytest.approx(1)


def test_of_a_long_story_beginning_and_end_are_read() -> None:
    told = read("xin chào " + "rồi " * 1000 + "bao lâu")
    assert told.startswith("xin chào")
    assert told.endswith("bao lâu")
    assert len(told) <= MAX_TEXT + 1
