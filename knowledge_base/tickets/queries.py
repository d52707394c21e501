"""What a conversation needs to know about its tickets, and the desk about the messages of a ticket."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.tickets.models import Ticket, TicketState


def answer_just_given(session: Session, conversation_id: str) -> Ticket | None:
    """The ticket whose answer is the last thing said in the conversation: writing back is about it."""
    last = session.scalars(
        select(OutboxRow).where(OutboxRow.conversation_id == conversation_id).order_by(OutboxRow.id.desc()).limit(1)
    ).first()
    ticket = session.get(Ticket, last.ticket_id) if last and last.ticket_id else None
    return ticket if ticket and ticket.state == TicketState.ANSWERED else None


def last_commune(session: Session, conversation_id: str) -> str | None:
    """The commune of the citizen's last ticket, so that it is not asked again."""
    newest = select(Ticket.commune_code).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id.desc())
    return session.scalar(newest.limit(1))


def transcript(session: Session, conversation_id: str, turns: int = 6) -> list[OutboxRow]:
    """The last messages said to the citizen, oldest first."""
    newest = select(OutboxRow).where(OutboxRow.conversation_id == conversation_id).order_by(OutboxRow.id.desc())
    return list(reversed(session.scalars(newest.limit(turns)).all()))


def answers_sent(session: Session, ticket_ids: Collection[int]) -> dict[int, OutboxRow]:
    """The last answer to each ticket, with what became of it; tickets without one are left out."""
    if not ticket_ids:
        return {}
    rows = select(OutboxRow).where(OutboxRow.ticket_id.in_(ticket_ids)).order_by(OutboxRow.id)
    return {row.ticket_id: row for row in session.scalars(rows) if row.ticket_id is not None}


def ticket_codes(session: Session, conversation_id: str) -> list[str]:
    """Of all tickets of a conversation, oldest first."""
    codes = select(Ticket.code).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id)
    return list(session.scalars(codes))
