"""The bot is silent while a person of ours writes, and does not work with what a citizen took back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.conversation.turn import Turn, read_turn
from bot.render import to_text
from bot.texts import Texts
from knowledge_base.conversations.service import attend, leave_to_bot
from knowledge_base.privacy.erase import erase_conversation
from tests.bot.conversation.conftest import Chat
from tests.conftest import FrozenClock

TEXTS = Texts.load()


def taken_over(chat: Chat, clock: FrozenClock, minutes: int = 60) -> None:
    with chat.mailroom.database.transaction() as session:
        attend(session, chat.channel, chat.citizen, clock(), clock() + timedelta(minutes=minutes))


async def test_while_a_person_writes_the_bot_is_silent(open_chat: Callable[..., Chat], clock: FrozenClock) -> None:
    chat = open_chat(channel="zalo")
    assert await chat.say("làm khai sinh cần gì")
    taken_over(chat, clock)
    for text in ("tôi gửi rồi", "1", "gặp cán bộ"):
        assert await chat.say(text) == []
    assert chat.claim() is None
    asked = len(chat.dialogue.asked)
    clock.advance(minutes=61)
    assert await chat.say("còn lệ phí thì sao")
    assert len(chat.dialogue.asked) == asked + 1


async def test_what_came_while_a_person_wrote_is_not_answered_late(
    open_chat: Callable[..., Chat], clock: FrozenClock
) -> None:
    chat = open_chat(channel="zalo")
    taken_over(chat, clock)
    chat.put("bác còn đó không")
    clock.advance(minutes=61)
    claim = chat.claim()
    assert claim
    await chat.engine.answer(claim)
    assert chat.heard() == []


async def test_given_back_the_bot_answers_again(open_chat: Callable[..., Chat], clock: FrozenClock) -> None:
    chat = open_chat(channel="zalo")
    taken_over(chat, clock)
    assert await chat.say("chào") == []
    with chat.mailroom.database.transaction() as session:
        assert leave_to_bot(session, "zalo", chat.citizen, clock())
    assert await chat.say("chào")


async def test_a_message_is_not_worked_with_after_a_withdrawal(
    open_chat: Callable[..., Chat], clock: FrozenClock
) -> None:
    chat = open_chat(channel="zalo")
    await chat.say("tôi tên là An")
    conversation_id = chat.conversation_id()
    with chat.mailroom.database.transaction() as session:
        erase_conversation(session, conversation_id, clock())
    asked = list(chat.dialogue.asked)
    (reply,) = await chat.say("số của tôi là 0912345678")
    assert to_text(reply) == TEXTS.say("privacy.withdrawn")
    assert chat.dialogue.asked == asked
    assert await chat.say("tiếp tục")
    assert chat.dialogue.asked == [*asked, "/greet"]
    assert await chat.say("làm khai sinh cần gì")
    assert chat.dialogue.asked[-1] == "làm khai sinh cần gì"


async def test_the_last_words_before_a_withdrawal_are_not_read(
    open_chat: Callable[..., Chat], clock: FrozenClock
) -> None:
    chat = open_chat(channel="zalo")
    chat.put("tôi tên là An")
    conversation_id = chat.conversation_id()
    claim = chat.claim()
    assert claim
    with chat.mailroom.database.transaction() as session:
        erase_conversation(session, conversation_id, clock())
    await chat.engine.answer(claim)
    assert chat.heard() == []
    with chat.mailroom.database.reading() as session:
        turn: Turn = read_turn(session, claim, chat.mailroom.clock())
    assert (turn.text, turn.withdrawn) == ("", True)
