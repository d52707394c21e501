"""The outbox: what is said to citizens, written in the transaction that decided it, sent in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import OutboxRow, OutboxState
from knowledge_base.switches.channels import closed_channels

SEND_LEASE = timedelta(seconds=30)  # a sender that dies in between is followed by another after this


def post(
    session: Session,
    conversation: Conversation,
    bodies: Sequence[dict[str, Any]],
    now: datetime,
    *,
    pulled: bool,
    inbox_id: int | None = None,
    ticket_id: int | None = None,
    though_closed: bool = False,
) -> list[OutboxRow]:
    """Write messages to the citizen. ``pulled``: the channel's reader fetches them itself, nothing is pushed.

    ``though_closed``: it tells that the channel is off, so it does not wait until the channel is on.
    """
    rows = [
        OutboxRow(
            conversation_id=conversation.id,
            channel=conversation.channel,
            inbox_id=inbox_id,
            ticket_id=ticket_id,
            body=body,
            state=OutboxState.SENT if pulled else OutboxState.PENDING,
            next_try_at=now,
            created_at=now,
            sent_at=now if pulled else None,
            though_closed=though_closed,
        )
        for body in bodies
    ]
    session.add_all(rows)
    session.flush()
    offering = [row.id for row in rows if row.body.get("choices")]
    if offering:
        conversation.choices_from = offering[-1]
    return rows


def claim_due(session: Session, channel: str, now: datetime, limit: int = 50) -> list[OutboxRow]:
    """Messages to push now: the oldest pending one of each conversation, leased to the caller.

    Of a channel that is off, only what tells so; the rest waits.
    """
    rows = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.channel == channel, *_due(now, only_notices=channel in closed_channels(session, now)))
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.attempts += 1
        row.next_try_at = now + SEND_LEASE
    return list(rows)


def is_due(session: Session, channels: Collection[str], now: datetime) -> bool:
    """Whether ``claim_due`` would find something; needs no write lock."""
    closed = closed_channels(session, now)
    due = [and_(OutboxRow.channel == channel, *_due(now, only_notices=channel in closed)) for channel in channels]
    return bool(due) and session.scalar(select(OutboxRow.id).where(or_(*due)).limit(1)) is not None


def drop_notices(session: Session, channel: str) -> None:
    """Do not send any more what would tell that the channel is off: it is not, or for another reason."""
    unsent = update(OutboxRow).where(
        OutboxRow.channel == channel, OutboxRow.though_closed, OutboxRow.state == OutboxState.PENDING
    )
    session.execute(unsent.values(state=OutboxState.FAILED, failure="channel switched"))


def mark_sent(session: Session, outbox_id: int, now: datetime) -> None:
    """The channel took it."""
    row = session.get_one(OutboxRow, outbox_id)
    row.state, row.sent_at, row.failure = OutboxState.SENT, now, None


def mark_retry(session: Session, outbox_id: int, at: datetime, reason: str) -> None:
    """The channel could not take it now; try again at that moment."""
    row = session.get_one(OutboxRow, outbox_id)
    row.next_try_at, row.failure = at, reason[:200]


def mark_failed(session: Session, outbox_id: int, reason: str) -> OutboxRow:
    """The channel will never take it."""
    row = session.get_one(OutboxRow, outbox_id)
    row.state, row.failure = OutboxState.FAILED, reason[:200]
    return row


def messages_after(session: Session, conversation_id: str, after: int, limit: int = 200) -> list[OutboxRow]:
    """What was said in a conversation after that outbox id, oldest first."""
    return list(
        session.scalars(
            select(OutboxRow)
            .where(OutboxRow.conversation_id == conversation_id, OutboxRow.id > after)
            .order_by(OutboxRow.id)
            .limit(limit)
        )
    )


def newest(session: Session) -> int:
    """Number of the message said last in any conversation; 0 if there is none."""
    return session.scalar(select(func.max(OutboxRow.id))) or 0


def said_since(session: Session, after: int, limit: int = 1000) -> list[tuple[int, str]]:
    """Numbers and conversations of all messages said after that one, oldest first."""
    rows = select(OutboxRow.id, OutboxRow.conversation_id).where(OutboxRow.id > after)
    return [
        (number, conversation) for number, conversation in session.execute(rows.order_by(OutboxRow.id).limit(limit))
    ]


def find_choice(session: Session, conversation_id: str, outbox_id: int, index: int) -> str | None:
    """The payload of the n-th option (from 1) of a message said in this very conversation."""
    row = session.get(OutboxRow, outbox_id)
    if row is None or row.conversation_id != conversation_id:
        return None
    choices: list[dict[str, str]] = row.body.get("choices", [])
    return choices[index - 1]["payload"] if 1 <= index <= len(choices) else None


def _due(now: datetime, *, only_notices: bool) -> tuple[ColumnElement[bool], ...]:
    if only_notices:
        return OutboxRow.state == OutboxState.PENDING, OutboxRow.next_try_at <= now, OutboxRow.though_closed.is_(True)
    earlier = aliased(OutboxRow)
    blocked = exists().where(
        earlier.conversation_id == OutboxRow.conversation_id,
        earlier.state == OutboxState.PENDING,
        earlier.id < OutboxRow.id,
    )
    return (OutboxRow.state == OutboxState.PENDING, OutboxRow.next_try_at <= now, ~blocked)
