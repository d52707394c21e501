"""Reads from the database what was written down about the citizens of a trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.telegram_html import render
from bot.channels.zalo.wording import parts
from bot.messages import Message
from knowledge_base.conversations.models import Conversation
from knowledge_base.database import Database
from knowledge_base.mailbox.models import InboxRow, OutboxRow, OutboxState
from knowledge_base.tickets.models import Ticket
from tests.emulators.telegram.entities import read_text
from tests.trials.judging import Record, Reply
from tests.trials.lines import Line

MARKS: dict[str, Callable[[OutboxRow], Sequence[str]]] = {
    "web": lambda row: [str(row.id)],
    "telegram": lambda row: [read_text(part.html, "HTML")[0] for part in render(_message(row))],
    "zalo": lambda row: parts(_message(row)),
}
"""Under which marks a row arrives on each channel."""


def record(database: Database, line: Line) -> Record:
    """Everything about one citizen."""
    with database.reading() as session:
        mine = select(Conversation.id).where(
            Conversation.channel == line.channel, Conversation.external_key == line.key
        )
        written = select(InboxRow).where(InboxRow.conversation_id.in_(mine)).order_by(InboxRow.id)
        said = select(OutboxRow).where(OutboxRow.conversation_id.in_(mine)).order_by(OutboxRow.id)
        rows = [(row.id, row.text) for row in session.scalars(written)]
        replies = [Reply(MARKS[line.channel](row), row.inbox_id) for row in session.scalars(said)]
    return Record(tuple(line.said), rows, replies, [heard.mark for heard in line.heard])


def open_work(database: Database) -> int:
    """Messages not answered yet, and messages not sent yet."""
    with database.reading() as session:
        waiting = select(func.count()).select_from(InboxRow).where(InboxRow.done_at.is_(None))
        pending = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == OutboxState.PENDING)
        return _number(session, waiting) + _number(session, pending)


def tickets(database: Database) -> list[tuple[str, str]]:
    """Code and question of every ticket."""
    with database.reading() as session:
        return [(ticket.code, ticket.question) for ticket in session.scalars(select(Ticket))]


def _number(session: Session, query: object) -> int:
    return int(session.scalar(query) or 0)  # type: ignore[call-overload]


def _message(row: OutboxRow) -> Message:
    return Message.model_validate(row.body)
