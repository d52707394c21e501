"""What tests of the pushing side share: citizens' rows, a wait without sleeping long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy.orm import Session

from bot.mailroom import Mailroom
from bot.messages import Message, Option, Paragraph
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Database
from knowledge_base.mailbox.models import InboxRow, OutboxRow
from knowledge_base.mailbox.outbox import post
from knowledge_base.replies import Meta
from knowledge_base.tickets.service import Draft, open_ticket
from knowledge_base.vocabulary import Act, Outcome


def words(text: str, *options: str) -> Message:
    """A message of one paragraph."""
    choices = [Option(label=option, payload=f"/p{n}") for n, option in enumerate(options, start=1)]
    return Message(blocks=[Paragraph(text=text)], choices=choices, meta=Meta(outcome=Outcome.ANSWERED))


def say(mailroom: Mailroom, citizen: str, *said: Message, ticket_id: int | None = None) -> list[int]:
    """Write messages to a citizen, as the engine does; returns their outbox ids."""
    now = mailroom.clock()
    with mailroom.database.transaction() as session:
        conversation = find_or_open(session, "telegram", citizen, now)
        bodies = [message.model_dump(mode="json") for message in said]
        rows = post(session, conversation, bodies, now, pulled=False, ticket_id=ticket_id)
    mailroom.posted(conversation.id)
    return [row.id for row in rows]


def make_ticket(mailroom: Mailroom, citizen: str) -> int:
    """A ticket of that citizen."""
    with mailroom.database.transaction() as session:
        conversation = find_or_open(session, "telegram", citizen, mailroom.clock())
        session.flush()
        draft = Draft(conversation.id, None, "26068", Act.HANDOVER, None, "Hỏi giúp", None, None, None, [])
        return open_ticket(session, draft, mailroom.clock(), WorkingCalendar.load()).id


def row_of(database: Database, outbox_id: int) -> OutboxRow:
    """One outbox row as it is now."""
    with database.reading() as session:
        return session.get_one(OutboxRow, outbox_id)


def conversation_of(database: Database, citizen: str) -> Conversation:
    """One conversation as it is now."""
    with database.reading() as session:
        return session.query(Conversation).filter_by(channel="telegram", external_key=citizen).one()


def inbox(database: Database) -> Sequence[InboxRow]:
    """Everything received, in order."""
    with database.reading() as session:
        return session.query(InboxRow).order_by(InboxRow.id).all()


async def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for it. Fails with TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


class Pauses:
    """Instead of sleeping: remembers how long it would have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0.002)


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel and wait."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class TroubledDatabase(Database):
    """The test database, refusing as many transactions as ordered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.refusing = 0

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As the real one, or a refusal."""
        if self.refusing:
            self.refusing -= 1
            raise OSError("disk full")
        with self._database.transaction() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """As the real one."""
        with self._database.reading() as session:
            yield session
