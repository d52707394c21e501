"""Messages become plain text that fits the narrowest channel, with numbered options."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import BulletList, LinkLine, Message, Option, Paragraph
from bot.render import render_reply, split_text, to_plain
from bot.texts import Texts
from knowledge_base.replies import Choice, Context, Link, Listing, Meta, Reply, Say, Text
from knowledge_base.vocabulary import Outcome

META = Meta(outcome=Outcome.ANSWERED)


def test_phrases_are_filled_from_the_inside_out() -> None:
    texts = Texts({"outer": "Gồm {inner}.", "inner": "{count} bản", "title": "Hồ sơ", "officer": "Gặp cán bộ"})
    reply = Reply(
        blocks=[
            Text(text=Say(key="outer", args={"inner": Say(key="inner", args={"count": 2})})),
            Listing(title=Say(key="title"), items=["Tờ khai"], ordered=True),
            Link(label="Cổng", url="https://dichvucong.gov.vn"),
        ],
        choices=[Choice(label=Say(key="officer"), payload="#handover")],
        meta=META,
        context=Context(),
    )
    (message,) = render_reply(reply, texts)
    assert to_plain(message) == [
        "Gồm 2 bản.\n\nHồ sơ\n1. Tờ khai\n\nCổng: https://dichvucong.gov.vn\n\n1. Gặp cán bộ",
    ]


def test_options_stay_together_behind_a_long_text() -> None:
    message = Message(
        blocks=[Paragraph(text="câu " * 600)],
        choices=[Option(label=f"Mục {n}", payload="x") for n in range(8)],
        meta=META,
    )
    parts = to_plain(message)
    assert len(parts) == 2
    assert all(len(part) <= 2000 for part in parts)
    assert parts[-1].endswith("8. Mục 7")
    assert "1. Mục 0" in parts[-1]


@given(st.text(min_size=1, max_size=400), st.integers(min_value=20, max_value=60))
def test_splitting_keeps_every_word_and_the_limit(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_list_with_a_link_reads_as_lines() -> None:
    message = Message(blocks=[BulletList(items=["a", "b"]), LinkLine(label="Xem", url="https://x.vn")], meta=META)
    assert to_plain(message) == ["• a\n• b\n\nXem: https://x.vn"]
