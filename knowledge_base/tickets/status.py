"""How the tickets of one conversation stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.tickets.models import Ticket, TicketState

MOST_TOLD = 3


@dataclass(frozen=True)
class Standing:
    """What a citizen may know of a ticket."""

    code: str
    state: TicketState
    due_at: datetime


def standing_of(session: Session, conversation_id: str) -> list[Standing]:
    """The newest tickets of a conversation, newest first."""
    newest = select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id.desc())
    tickets = session.scalars(newest.limit(MOST_TOLD))
    return [Standing(ticket.code, TicketState(ticket.state), ticket.due_at) for ticket in tickets]
