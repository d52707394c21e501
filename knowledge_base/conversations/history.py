"""Both sides of a conversation in the order in which they were said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.mailbox.models import InboxRow, IncomingKind, OutboxRow

MOST = 200
"""Rows of each side that are looked back at."""


def both_sides(session: Session, conversation_id: str, most: int = MOST) -> list[InboxRow | OutboxRow]:
    """What the citizen sent and what was said, oldest first, at most the newest ``most`` of each."""
    typed = InboxRow.kind != IncomingKind.START  # nobody typed that
    sent = select(InboxRow).where(InboxRow.conversation_id == conversation_id, typed)
    said = select(OutboxRow).where(OutboxRow.conversation_id == conversation_id)
    rows = [
        *session.scalars(sent.order_by(InboxRow.id.desc()).limit(most)),
        *session.scalars(said.order_by(OutboxRow.id.desc()).limit(most)),
    ]
    return sorted(rows, key=_moment)


def _moment(row: InboxRow | OutboxRow) -> tuple[datetime, bool, int]:
    if isinstance(row, InboxRow):
        return row.received_at, False, row.id
    return row.created_at, True, row.id
