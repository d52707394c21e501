"""Nothing that is to be said is lost, said twice, said out of order, or given up in silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.channels.base import Capabilities, Refused, RetryLater, SendResult, Sent, Unreachable
from bot.mailroom import Mailroom
from bot.messages import Message, Paragraph
from bot.sender import Sender
from knowledge_base.database import Database
from knowledge_base.mailbox.inbox import Incoming
from knowledge_base.mailbox.models import IncomingKind, OutboxRow
from knowledge_base.mailbox.outbox import SEND_LEASE
from knowledge_base.tickets.models import TicketEvent
from tests.bot.pushing import Pauses, TroubledDatabase, conversation_of, ended, make_ticket, row_of, say, until, words
from tests.conftest import FrozenClock


class FakeChannel:
    """Remembers what it was given; answers as ordered, else takes everything."""

    name = "telegram"
    capabilities = Capabilities(max_text=4096, buttons=10, pulled=False)

    def __init__(self) -> None:
        self.tried: list[tuple[str, str]] = []
        self.results: list[SendResult | Exception] = []
        self.gates: dict[str, asyncio.Event] = {}  # by citizen; a send waits until it opens

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, conversation_key: str, outbox_id: int, message: Message) -> SendResult:
        assert isinstance(message.blocks[0], Paragraph)
        self.tried.append((conversation_key, message.blocks[0].text))
        if gate := self.gates.get(conversation_key):
            await gate.wait()
        result = self.results.pop(0) if self.results else Sent()
        if isinstance(result, Exception):
            raise result
        return result

    def said(self, citizen: str) -> list[str]:
        return [text for key, text in self.tried if key == citizen]


@pytest.fixture
def mailroom(database: Database, clock: FrozenClock) -> Mailroom:
    return Mailroom(database, clock)


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
async def running(mailroom: Mailroom, channel: FakeChannel) -> AsyncIterator[asyncio.Task[None]]:
    sender = Sender(mailroom, {"telegram": channel}, chance=lambda: 0.0, pause=Pauses())
    task = asyncio.create_task(sender.run())
    yield task
    await ended(task)


async def settled(mailroom: Mailroom, outbox_id: int, state: str) -> None:
    await until(lambda: row_of(mailroom.database, outbox_id).state == state)


async def postponed(mailroom: Mailroom, outbox_id: int) -> None:
    await until(lambda: row_of(mailroom.database, outbox_id).failure)


async def tried(channel: FakeChannel, times: int) -> None:
    await until(lambda: len(channel.tried) == times)


def ticket_events(database: Database, ticket_id: int) -> list[tuple[str, str | None]]:
    with database.reading() as session:
        events = session.query(TicketEvent).filter_by(ticket_id=ticket_id).order_by(TicketEvent.id)
        return [(event.kind, event.text) for event in events]


@pytest.mark.usefixtures("running")
async def test_one_waits_for_its_earlier_message_others_do_not(mailroom: Mailroom, channel: FakeChannel) -> None:
    gate = channel.gates["an"] = asyncio.Event()
    _, last = say(mailroom, "an", words("một"), words("hai"))
    (other,) = say(mailroom, "binh", words("khác"))
    await settled(mailroom, other, "sent")
    assert channel.said("an") == ["một"]
    gate.set()
    await settled(mailroom, last, "sent")
    assert channel.said("an") == ["một", "hai"]


@pytest.mark.usefixtures("running")
async def test_a_citizen_who_gets_much_gets_it_in_order(mailroom: Mailroom, channel: FakeChannel) -> None:
    channel.results = [RetryLater("busy", 0.0)]
    ids = say(mailroom, "an", *(words(str(n)) for n in range(12)))
    await postponed(mailroom, ids[0])
    mailroom.posted("")
    await settled(mailroom, ids[-1], "sent")
    assert channel.said("an") == ["0", *(str(n) for n in range(12))]


@pytest.mark.usefixtures("running")
async def test_the_pause_a_channel_asks_for_is_kept(
    mailroom: Mailroom, channel: FakeChannel, clock: FrozenClock
) -> None:
    channel.results = [RetryLater("flood control", 37.0)]
    (only,) = say(mailroom, "an", words("một"))
    await postponed(mailroom, only)
    clock.advance(seconds=36)
    mailroom.posted("")
    await asyncio.sleep(0.05)
    assert len(channel.tried) == 1
    clock.advance(seconds=1)
    mailroom.posted("")
    await settled(mailroom, only, "sent")
    assert len(channel.tried) == 2


@pytest.mark.usefixtures("running")
async def test_pauses_grow_from_ten_seconds_to_ten_minutes(
    mailroom: Mailroom, channel: FakeChannel, clock: FrozenClock
) -> None:
    channel.results = [RetryLater("server error")] * 8
    (only,) = say(mailroom, "an", words("một"))
    pauses: list[float] = []
    for attempt in range(1, 9):
        await tried(channel, attempt)
        await until(lambda: row_of(mailroom.database, only).next_try_at - clock() != SEND_LEASE)
        pauses.append((row_of(mailroom.database, only).next_try_at - clock()).total_seconds())
        clock.advance(seconds=pauses[-1])
        mailroom.posted("")
    assert pauses == [10, 20, 40, 80, 160, 320, 600, 600]


@pytest.mark.usefixtures("running")
async def test_after_a_day_it_is_given_up_with_an_alarm(
    mailroom: Mailroom, channel: FakeChannel, clock: FrozenClock
) -> None:
    ticket = make_ticket(mailroom, "an")
    channel.results = [RetryLater("server error")] * 3
    (only,) = say(mailroom, "an", words("một"), ticket_id=ticket)
    await postponed(mailroom, only)
    with capture_logs() as logs:
        clock.advance(hours=24)
        mailroom.posted("")
        await settled(mailroom, only, "failed")
        await until(lambda: any(entry["log_level"] == "error" for entry in logs))
    # The line about the try before may come late.
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["message_given_up"]
    assert ticket_events(mailroom.database, ticket)[-1] == ("undelivered", "server error")


@pytest.mark.usefixtures("running")
async def test_just_before_the_day_is_over_it_is_tried_again(
    mailroom: Mailroom, channel: FakeChannel, clock: FrozenClock
) -> None:
    channel.results = [RetryLater("server error"), RetryLater("server error")]
    (only,) = say(mailroom, "an", words("một"))
    await postponed(mailroom, only)
    clock.advance(hours=23, minutes=59, seconds=55)
    mailroom.posted("")
    await until(lambda: len(channel.tried) == 2)
    await until(lambda: row_of(mailroom.database, only).next_try_at == clock() + timedelta(seconds=5))
    clock.advance(seconds=5)
    mailroom.posted("")
    await settled(mailroom, only, "sent")


@pytest.mark.usefixtures("running")
async def test_an_officers_answer_is_marked_delivered(mailroom: Mailroom) -> None:
    ticket = make_ticket(mailroom, "an")
    (only,) = say(mailroom, "an", words("Dạ, xin trả lời"), ticket_id=ticket)
    await settled(mailroom, only, "sent")
    assert ticket_events(mailroom.database, ticket)[-1] == ("delivered", None)


@pytest.mark.usefixtures("running")
async def test_a_citizen_who_blocked_us_is_marked_until_writing_again(mailroom: Mailroom, channel: FakeChannel) -> None:
    ticket = make_ticket(mailroom, "an")
    channel.results = [Unreachable("bot was blocked by the user")]
    (only,) = say(mailroom, "an", words("Dạ, xin trả lời"), ticket_id=ticket)
    await settled(mailroom, only, "failed")
    assert conversation_of(mailroom.database, "an").unreachable
    assert ticket_events(mailroom.database, ticket)[-1] == ("undelivered", "bot was blocked by the user")
    await mailroom.receive(Incoming("telegram", "m1", "an", IncomingKind.TEXT, "còn lệ phí?"))
    assert not conversation_of(mailroom.database, "an").unreachable


@pytest.mark.usefixtures("running")
async def test_a_refused_message_does_not_stop_the_next(mailroom: Mailroom, channel: FakeChannel) -> None:
    channel.results = [Refused("text is empty")]
    with capture_logs() as logs:
        first, second = say(mailroom, "an", words("một"), words("hai"))
        await settled(mailroom, second, "sent")
    assert row_of(mailroom.database, first).state == "failed"
    assert row_of(mailroom.database, first).failure == "text is empty"
    assert not conversation_of(mailroom.database, "an").unreachable
    assert "message_given_up" in [entry["event"] for entry in logs]


@pytest.mark.usefixtures("running")
async def test_a_body_nobody_can_read_does_not_stop_the_next(mailroom: Mailroom) -> None:
    first, second = say(mailroom, "an", words("một"), words("hai"))
    with mailroom.database.transaction() as session:
        row = session.get_one(OutboxRow, first)
        row.body, row.state = {"blocks": "?"}, "pending"
    await settled(mailroom, second, "sent")


@pytest.mark.usefixtures("running")
async def test_a_channel_that_crashes_is_tried_again(mailroom: Mailroom, channel: FakeChannel) -> None:
    channel.results = [ZeroDivisionError("bug")]
    (only,) = say(mailroom, "an", words("một"))
    await postponed(mailroom, only)
    assert (row_of(mailroom.database, only).state, row_of(mailroom.database, only).failure) == (
        "pending",
        "ZeroDivisionError",
    )


async def test_a_sent_message_is_not_sent_again_when_the_database_refuses_for_a_while(
    database: Database, clock: FrozenClock, channel: FakeChannel
) -> None:
    troubled = TroubledDatabase(database)
    mailroom = Mailroom(troubled, clock)
    task = asyncio.create_task(Sender(mailroom, {"telegram": channel}, pause=Pauses()).run())
    gate = channel.gates["an"] = asyncio.Event()
    (only,) = say(mailroom, "an", words("một"))
    await until(lambda: channel.tried)
    troubled.refusing = 3
    clock.advance(minutes=5)  # the lease is over as well
    gate.set()
    await settled(mailroom, only, "sent")
    await ended(task)
    assert len(channel.tried) == 1
    assert troubled.refusing == 0


@pytest.mark.usefixtures("mailroom")
async def test_an_unreadable_outbox_does_not_end_the_sender(
    database: Database, clock: FrozenClock, channel: FakeChannel
) -> None:
    troubled = TroubledDatabase(database)
    mailroom = Mailroom(troubled, clock)
    (only,) = say(mailroom, "an", words("một"))
    troubled.refusing = 2
    task = asyncio.create_task(Sender(mailroom, {"telegram": channel}, pause=Pauses()).run())
    await settled(mailroom, only, "sent")
    await ended(task)
    assert len(channel.tried) == 1


async def test_what_is_being_sent_when_we_stop_is_written_down(
    mailroom: Mailroom, channel: FakeChannel, running: asyncio.Task[None]
) -> None:
    gate = channel.gates["an"] = asyncio.Event()
    (only,) = say(mailroom, "an", words("một"))
    await until(lambda: channel.tried)
    running.cancel()
    await asyncio.sleep(0)
    gate.set()
    with suppress(asyncio.CancelledError):
        await running
    assert row_of(mailroom.database, only).state == "sent"
