"""What Telegram is given fits, is taken, and loses no word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_html import LIMIT, button_labels, render, split_plain, utf16
from bot.messages import BulletList, FileLine, LinkLine, Message, MessageBlock, Option, Paragraph
from knowledge_base.replies import Meta
from knowledge_base.vocabulary import Outcome
from tests.emulators.telegram.entities import read_html

LONG_NAME = "Đăng ký lại khai sinh cho người đã có hồ sơ, giấy tờ cá nhân"


def message(*blocks: MessageBlock, options: tuple[str, ...] = ()) -> Message:
    choices = [Option(label=label, payload=f"/p{n}") for n, label in enumerate(options, start=1)]
    return Message(blocks=list(blocks), choices=choices, meta=Meta(outcome=Outcome.ANSWERED))


def shown(html: str) -> str:
    return read_html(html)[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_titles_are_bold_items_marked_links_hidden_behind_their_label() -> None:
    (part,) = render(
        message(
            Paragraph(text="Dạ, hồ sơ gồm:"),
            BulletList(title="Giấy tờ", items=["Tờ khai", "Giấy chứng sinh"]),
            BulletList(items=["Nộp", "Nhận"], ordered=True),
            LinkLine(label="Nộp trực tuyến", url="https://dichvucong.gov.vn/?a=1&b=2"),
        )
    )
    assert part.html == (
        "Dạ, hồ sơ gồm:\n\n<b>Giấy tờ</b>\n• Tờ khai\n• Giấy chứng sinh\n\n1. Nộp\n2. Nhận\n\n"
        '<a href="https://dichvucong.gov.vn/?a=1&amp;b=2">Nộp trực tuyến</a>'
    )
    assert part.plain.endswith("Nộp trực tuyến: https://dichvucong.gov.vn/?a=1&b=2")


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    (part,) = render(message(Paragraph(text="<b>5 < 6 & 7</b>"), BulletList(title="<i>", items=["</b>"])))
    assert shown(part.html) == "<b>5 < 6 & 7</b>\n\n<i>\n• </b>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/mau/to-khai.docx", 'https://x" onclick="y'])
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    (part,) = render(message(FileLine(label="Mẫu đơn", url=url)))
    assert "<a" not in part.html
    assert shown(part.html) == f"Mẫu đơn: {url}"


def test_nothing_to_say_gives_no_part() -> None:
    assert render(message(Paragraph(text=" \n "), BulletList(items=[]))) == []


def test_a_long_message_is_cut_between_blocks() -> None:
    first, second = "a " * 1200, "b " * 1200
    parts = render(message(Paragraph(text=first), Paragraph(text=second)))
    assert [part.plain for part in parts] == [first.strip(), second.strip()]


def test_a_long_list_is_cut_between_its_lines() -> None:
    items = [f"Giấy tờ số {n} {'x' * 80}" for n in range(100)]
    parts = render(message(BulletList(title="Hồ sơ", items=items)))
    assert len(parts) == 3
    assert all(line.startswith(("•", "Hồ sơ")) for part in parts for line in part.plain.split("\n"))


def test_emoji_count_twice_and_are_never_halved() -> None:
    parts = render(message(Paragraph(text="👍" * 5000)))
    assert "".join(part.plain for part in parts) == "👍" * 5000
    assert max(utf16(part.plain) for part in parts) <= LIMIT


BLOCKS = st.one_of(
    st.builds(Paragraph, text=st.text(max_size=200)),
    st.builds(BulletList, title=st.none() | st.text(max_size=30), items=st.lists(st.text(max_size=40), max_size=6)),
    st.builds(
        LinkLine,
        label=st.text(max_size=60),
        url=st.sampled_from(["https://a.vn/x?y=1&z=2", "nowhere", "https://a.vn/" + "p" * 120]),
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=6))
def test_every_part_fits_and_is_well_formed(blocks: list[MessageBlock]) -> None:
    for part in render(message(*blocks), limit=100):
        assert 0 < utf16(part.plain) <= 100
        assert utf16(shown(part.html)) <= 100
        assert part.plain.strip()


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS.filter(lambda block: not isinstance(block, LinkLine)), max_size=6))
def test_no_word_is_lost_or_said_twice(blocks: list[MessageBlock]) -> None:
    narrow = [shown(part.html) for part in render(message(*blocks), limit=100)]
    wide = [shown(part.html) for part in render(message(*blocks), limit=100_000)]
    assert squeezed("".join(narrow)) == squeezed("".join(wide))


def test_short_labels_stay_as_they_are() -> None:
    rendered = message(Paragraph(text="Chọn"), options=("Hồ sơ", "Lệ phí"))
    assert button_labels(rendered.choices) == ["Hồ sơ", "Lệ phí"]
    assert [part.plain for part in render(rendered)] == ["Chọn"]


def test_a_label_too_long_for_a_phone_is_shortened_and_told_in_full() -> None:
    rendered = message(Paragraph(text="Ông/bà hỏi thủ tục nào ạ?"), options=(LONG_NAME, "Lệ phí"))
    first, second = button_labels(rendered.choices)
    assert first.startswith("1. Đăng ký lại khai sinh")
    assert first.endswith("…")
    assert len(first) <= 52
    assert second == "2. Lệ phí"
    assert render(rendered)[0].plain.endswith(f"\n\n1. {LONG_NAME}\n2. Lệ phí")


def test_plain_text_is_split_within_the_limit() -> None:
    pieces = split_plain("một hai ba\n" * 900)
    assert all(utf16(piece) <= LIMIT for piece in pieces)
    assert squeezed("".join(pieces)) == squeezed("một hai ba" * 900)
