"""People find a procedure however they write; what is no business of a commune is known as such."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest

from knowledge_base.search.index import SearchIndex


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Vợ chồng tôi vừa có em bé, đi làm khai sinh ở đâu?", "1.001193"),
        ("vo chong toi vua co em be, di lam khai sinh o dau", "1.001193"),
        ("tui muốn làm giấy khai sanh cho nhỏ út", "1.001193"),
        ("đăg ký kếthôn cần gì", "1.000894"),
        ("ddawng kys tamj trus", "1.004194"),
        ("lấy chồng người nước ngoài thì ra đâu làm giấy", "2.000806"),
        ("ly hôn rồi xin giấy độc thân để mua xe", "1.004873"),
        ("sổ hồng nhà tôi bị cháy", "1.115203"),
        ("cccd gãy đôi rồi đổi sao ad", "1.116410"),
        ("mở sạp bán trái cây có phải xin giấy phép kinh doanh", "1.001612"),
    ],
)
def test_finds_what_is_meant(index: SearchIndex, question: str, code: str) -> None:
    assert index.search(question)[0].code == code


@pytest.mark.parametrize(
    "question", ["mất bao lâu?", "nộp ở đâu vậy", "cần giấy tờ gì", "", "???", "😀", "x" * 100_000]
)
def test_words_that_only_ask_are_about_nothing(index: SearchIndex, question: str) -> None:
    assert index.search(question) == []


@pytest.mark.parametrize("question", ["gia hạn visa du lịch Mỹ", "lái xe quá tốc độ phạt sao", "kê khai thuế công ty"])
def test_business_of_others_lies_nearer_elsewhere(index: SearchIndex, question: str) -> None:
    hits = index.search(question)
    assert not hits or hits[0].elsewhere > hits[0].odds


def test_a_business_of_ours_lies_nearer_to_us(index: SearchIndex) -> None:
    best = index.search("xin phép xây nhà cấp bốn")[0]
    assert best.code == "1.013225"
    assert best.odds > best.elsewhere + 2
    assert best.covered > 0.5


def test_padding_does_not_make_a_find_doubtful(index: SearchIndex) -> None:
    padded = "Dạ cho em hỏi chút, hôm bữa em có lên phường hỏi vụ đăng ký tạm trú mà chưa rõ, giờ em phải làm sao ạ"
    first, second, *_ = index.search(padded)
    assert first.code == "1.004194"
    assert first.odds > second.odds + 2


def test_without_diacritics_the_same_is_found_as_surely(index: SearchIndex) -> None:
    typed, bare = index.search("đăng ký tạm trú cho người thuê trọ"), index.search("dang ky tam tru cho nguoi thue tro")
    assert typed[0].code == bare[0].code
    assert abs((typed[0].odds - typed[0].elsewhere) - (bare[0].odds - bare[0].elsewhere)) < 2


def test_the_end_of_a_long_story_counts(index: SearchIndex) -> None:
    story = "Chuyện nhà tôi dài lắm, kể hoài không hết. " * 200 + "Tóm lại tôi muốn nhập hộ khẩu cho vợ."
    assert index.search(story)[0].code == "1.004222"


def test_threads_get_the_same_answers(index: SearchIndex) -> None:
    questions = ["khai sinh cho con", "mat can cuoc", "đăng ký tạm trú", "sao y bằng đại học"] * 10
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(index.search, questions)) == [index.search(question) for question in questions]


def test_a_search_is_quick(index: SearchIndex) -> None:
    questions = ["Tôi muốn hỏi thủ tục đăng ký khai sinh cho con cần những giấy tờ gì và nộp ở đâu?"] * 50
    started = perf_counter()
    for question in questions:
        index.search(question)
    assert (perf_counter() - started) / len(questions) < 0.02
