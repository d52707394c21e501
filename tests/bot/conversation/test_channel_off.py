"""A channel that is off: one true notice a citizen, nothing lost, answered when it is on again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.render import to_text
from knowledge_base.mailbox.delivery import collect
from knowledge_base.mailbox.inbox import has_unanswered
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.mailbox.outbox import is_due
from knowledge_base.switches.models import Switch
from knowledge_base.switches.service import switch_off, switch_on
from tests.bot.conversation.conftest import Chat
from tests.bot.conversation.test_decide import asks_for_a_person, officer_answers, only_ticket, open_ticket
from tests.conftest import FrozenClock

REASON = "Đang sửa lỗi gửi nhầm."
CHANNELS = ("telegram", "zalo", "web")


def off(chat: Chat, *, reason: str = REASON, hours: float | None = None, channel: str | None = None) -> None:
    now = chat.mailroom.clock()
    until = now + timedelta(hours=hours) if hours else None
    with chat.mailroom.database.transaction() as session:
        switch_off(session, None, channel or chat.channel, reason, until, now)


def on(chat: Chat) -> None:
    with chat.mailroom.database.transaction() as session:
        for switch in session.scalars(select(Switch).where(Switch.ended_at.is_(None))):
            switch_on(session, None, switch.id, chat.mailroom.clock())


def pushed(chat: Chat) -> list[int]:
    """What a sender on any process would take now."""
    with chat.mailroom.database.transaction() as session:
        return [parcel.outbox_id for parcel in collect(session, chat.channel, chat.mailroom.clock(), 50)]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_one_notice_with_the_reason_then_silence(open_chat: Callable[..., Chat], channel: str) -> None:
    chat = open_chat(channel=channel)
    off(chat)
    (notice,) = await chat.say("làm giấy khai sinh cần gì")
    assert REASON in to_text(notice)
    assert await chat.say("alo") == await chat.say("sao không trả lời") == []
    assert chat.dialogue.asked == []


@pytest.mark.parametrize("channel", CHANNELS)
async def test_what_was_kept_is_answered_in_order_once_it_is_on(open_chat: Callable[..., Chat], channel: str) -> None:
    chat = open_chat(channel=channel)
    off(chat)
    await chat.say("câu một")
    await chat.say("câu hai")
    chat.mailroom.clock.advance(hours=20)  # type: ignore[attr-defined]
    on(chat)
    said = await chat.say("câu ba")
    assert chat.dialogue.asked == ["câu một", "câu hai", "câu ba"]
    assert [message.meta.outcome for message in said] == ["answered"] * 3


async def test_what_waited_more_than_a_day_gets_one_kind_word(chat: Chat, clock: FrozenClock) -> None:
    off(chat)
    for number in range(5):
        await chat.say(f"câu {number}")
    chat.heard()
    clock.advance(hours=30)
    on(chat)
    told, answer = await chat.say("câu mới")
    assert "gửi lúc 09:00 ngày 24/11/2026" in to_text(told)
    assert answer.meta.outcome == "answered"
    assert chat.dialogue.asked == ["câu mới"]


async def test_the_other_channels_go_on(chat: Chat, open_chat: Callable[..., Chat]) -> None:
    off(chat, channel="zalo")
    (reply,) = await chat.say("làm giấy khai sinh cần gì")
    assert reply.meta.outcome == "answered"


async def test_another_reason_is_told_again_and_the_last_is_over(chat: Chat) -> None:
    off(chat)
    await chat.say("một")
    off(chat, reason="Bảo trì đường truyền.")
    (notice,) = await chat.say("hai")
    assert "Bảo trì đường truyền" in to_text(notice)
    on(chat)
    assert [message.meta.outcome for message in await chat.say("ba")] == ["answered"] * 3


async def test_it_says_when_it_is_on_again_and_is(chat: Chat, clock: FrozenClock) -> None:
    off(chat, hours=2)
    (notice,) = await chat.say("một")
    assert "11:00 ngày 24/11/2026" in to_text(notice)
    clock.advance(hours=2, seconds=1)
    *_, reply = await chat.say("hai")
    assert reply.meta.outcome == "answered"
    assert chat.dialogue.asked == ["một", "hai"]


async def test_an_officers_answer_waits_but_the_notice_does_not(chat: Chat, clock: FrozenClock) -> None:
    await open_ticket(chat)
    while sent := pushed(chat):
        settle(chat, sent)
    off(chat)
    officer_answers(chat, only_ticket(chat).code)
    (answer,) = chat.heard()
    assert pushed(chat) == []
    await chat.say("alo")
    (notice,) = pushed(chat)
    settle(chat, [notice])
    clock.advance(days=3)
    on(chat)
    with chat.mailroom.database.reading() as session:
        assert is_due(session, ["telegram"], clock())
    with chat.mailroom.database.transaction() as session:
        (parcel,) = collect(session, "telegram", clock(), 50)
    assert (parcel.body["author"], answer.author) == ("Cán bộ Lan", "Cán bộ Lan")
    assert parcel.waiting_since == clock()  # it has a whole day again to arrive


async def test_a_notice_that_has_not_left_does_not_leave_once_it_is_untrue(chat: Chat, clock: FrozenClock) -> None:
    off(chat)
    await chat.say("một")
    on(chat)
    await chat.say("hai")
    with chat.mailroom.database.transaction() as session:
        (parcel,) = collect(session, "telegram", clock(), 50)
    assert REASON not in str(parcel.body)


async def test_a_held_message_does_not_count_as_tried(chat: Chat) -> None:
    for _ in range(6):
        off(chat)
        await chat.say("alo")
        on(chat)
    claim = chat.claim()
    assert claim is not None
    assert claim.attempts == 1


async def test_nobody_waits_for_an_answer_that_does_not_come_now(
    open_chat: Callable[..., Chat], clock: FrozenClock
) -> None:
    chat = open_chat(channel="web")
    off(chat)
    await chat.say("một")
    with chat.mailroom.database.reading() as session:
        assert not has_unanswered(session, chat.conversation_id(), clock())
    on(chat)
    with chat.mailroom.database.reading() as session:
        assert has_unanswered(session, chat.conversation_id(), clock())


async def test_a_form_under_way_goes_on_afterwards(chat: Chat) -> None:
    chat.dialogue.reply = asks_for_a_person()
    await chat.say("gặp cán bộ")
    off(chat)
    await chat.say("phường Trấn Biên")
    on(chat)
    await chat.say("Con tôi sinh ở nhà thì làm khai sinh sao?")
    await chat.say("gửi luôn")
    assert only_ticket(chat).question == "Con tôi sinh ở nhà thì làm khai sinh sao?"


def settle(chat: Chat, outbox_ids: list[int]) -> None:
    with chat.mailroom.database.transaction() as session:
        for number in outbox_ids:
            session.get_one(OutboxRow, number).state = "sent"


async def test_a_turn_under_way_when_it_is_switched_off_is_not_pushed(chat: Chat, clock: FrozenClock) -> None:
    chat.put("một")
    claim = chat.claim()
    assert claim is not None
    turn = chat.engine._read(claim)
    off(chat)
    chat.engine._conclude(turn, await chat.engine._decide(turn))
    with chat.mailroom.database.reading() as session:
        assert not is_due(session, ["telegram", "zalo"], clock())
    on(chat)
    assert len(pushed(chat)) == 1
