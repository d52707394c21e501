"""A turn stands or falls as a whole, whatever breaks and whenever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from bot.conversation.decide import MAX_ATTEMPTS
from knowledge_base.database import Database
from knowledge_base.mailbox.models import InboxRow, OutboxRow
from knowledge_base.tickets.models import Ticket, TicketEvent
from tests.bot.conversation.conftest import Chat
from tests.conftest import FrozenClock


async def test_a_question_is_answered_and_first_told_that_this_is_a_machine(chat: Chat) -> None:
    (first,) = await chat.say("làm giấy khai sinh cần gì")
    (second,) = await chat.say("còn lệ phí?")
    assert "máy trả lời tự động" in str(first.blocks[0])
    assert "máy trả lời tự động" not in str(second.blocks)


async def test_messages_of_one_citizen_are_answered_in_order(chat: Chat) -> None:
    for text in ("một", "hai", "ba"):
        chat.put(text)
    await chat.say("bốn")
    assert chat.dialogue.asked == ["một", "hai", "ba", "bốn"]


class BrokenDatabaseError(Exception):
    """A database that breaks at one statement."""


@contextmanager
def breaking_at(database: Database, number: int) -> Iterator[list[int]]:
    """The n-th statement from now on fails; yields a counter."""
    seen = [0]

    def count(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise BrokenDatabaseError

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", count)


def counts(database: Database) -> tuple[int, ...]:
    with database.reading() as session:
        done = session.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.done_at.is_not(None)))
        rows = [session.scalar(select(func.count()).select_from(table)) for table in (OutboxRow, Ticket, TicketEvent)]
    return (done or 0, *(row or 0 for row in rows))


async def test_whichever_statement_of_a_ticket_turn_fails_nothing_half_remains(chat: Chat, clock: FrozenClock) -> None:
    database = chat.mailroom.database
    await open_form(chat)
    before = counts(database)
    chat.put("Gửi luôn, không để lại số")
    failed, number = 0, 0
    while True:
        number += 1
        claim = chat.claim()
        assert claim is not None
        with breaking_at(database, number) as seen:
            await chat.engine.answer(claim)
        if counts(database) != before or seen[0] < number:
            break
        failed += 1
        clock.advance(seconds=31)  # a claim that could not even be given back runs out
        if claim.attempts >= MAX_ATTEMPTS:
            reset_attempts(database)
    assert failed > 10
    assert counts(database) == (before[0] + 1, before[1] + 1, before[2] + 1, before[3] + 1)


async def open_form(chat: Chat) -> None:
    """Up to the last question before a ticket is made."""
    reply = chat.dialogue.reply
    assert reply is not None
    chat.dialogue.reply = reply.model_copy(update={"start_handover": True, "blocks": []})
    for text in ("tôi muốn gặp cán bộ", "phường Trấn Biên", "Con tôi sinh ở nhà thì làm khai sinh sao?"):
        await chat.say(text)
    chat.dialogue.reply = reply
    chat.heard()


def reset_attempts(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(InboxRow).values(attempts=0))


async def test_a_message_that_keeps_breaking_gets_an_apology_and_an_officer(
    chat: Chat, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.put("làm giấy khai sinh cần gì")
    for _ in range(MAX_ATTEMPTS):
        assert chat.claim() is not None  # and its worker dies
        clock.advance(seconds=31)
    claim = chat.claim()
    assert claim is not None
    await chat.engine.answer(claim)
    (apology,) = chat.heard()
    assert apology.meta.outcome == "error"
    assert [choice.payload for choice in apology.choices] == ["#handover"]


async def test_a_worker_that_lost_its_lease_says_nothing(chat: Chat, clock: FrozenClock) -> None:
    chat.put("một")
    slow = chat.claim("w1")
    clock.advance(seconds=31)
    heir = chat.claim("w2")
    assert slow is not None
    assert heir is not None
    await chat.engine.answer(heir)
    await chat.engine.answer(slow)
    assert len(chat.heard()) == 1


async def test_answers_wake_the_page_that_waits(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(channel="web")
    bell = chat.mailroom.bell(chat.conversation_id())
    listening = bell.listen()
    await chat.say("xin chào")
    assert listening.is_set()
