"""Pushing the outbox: what is due, and what became of it, told alike by message, conversation and ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox import outbox
from knowledge_base.mailbox.models import OutboxRow, OutboxState
from knowledge_base.switches.channels import open_since
from knowledge_base.tickets.service import note_delivery


@dataclass(frozen=True)
class Parcel:
    """A message to push now. ``key`` is the channel's own id of the citizen's chat."""

    outbox_id: int
    channel: str
    key: str
    body: dict[str, Any]
    attempts: int  # this one included
    waiting_since: datetime  # it was written, or its channel was switched on again


def collect(session: Session, channel: str, now: datetime, limit: int) -> list[Parcel]:
    """Messages to push now, at most one of each conversation, leased to the caller."""
    rows = outbox.claim_due(session, channel, now, limit)
    wanted = select(Conversation.id, Conversation.external_key).where(
        Conversation.id.in_([row.conversation_id for row in rows])
    )
    keys = dict(iter(session.execute(wanted)))
    opened = open_since(session, channel, now) if rows else None
    return [
        Parcel(
            outbox_id=row.id,
            channel=channel,
            key=keys[row.conversation_id],
            body=row.body,
            attempts=row.attempts,
            waiting_since=max(row.created_at, opened or row.created_at),
        )
        for row in rows
    ]


def delivered(session: Session, outbox_id: int, now: datetime) -> None:
    """The channel took it."""
    row = _pending(session, outbox_id)
    if row is not None:
        outbox.mark_sent(session, outbox_id, now)
        note_delivery(session, row.ticket_id, now, failure=None)


def postponed(session: Session, outbox_id: int, reason: str, at: datetime) -> None:
    """The channel could not take it now; it is tried again at that moment."""
    if _pending(session, outbox_id) is not None:
        outbox.mark_retry(session, outbox_id, at, reason)


def given_up(session: Session, outbox_id: int, reason: str, now: datetime, *, unreachable: bool = False) -> None:
    """It will not arrive. ``unreachable``: nothing else can be sent there either."""
    row = _pending(session, outbox_id)
    if row is None:
        return
    outbox.mark_failed(session, outbox_id, reason)
    note_delivery(session, row.ticket_id, now, failure=reason)
    if unreachable:
        session.get_one(Conversation, row.conversation_id).unreachable = True


def _pending(session: Session, outbox_id: int) -> OutboxRow | None:
    # Gone when the citizen's data were erased in between; settled when another process was quicker.
    row = session.get(OutboxRow, outbox_id, with_for_update=True)
    return row if row is not None and row.state == OutboxState.PENDING else None
