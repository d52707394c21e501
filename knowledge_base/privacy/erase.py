"""A citizen takes their consent back: what they wrote and were told goes, at once and for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import InboxRow, OutboxRow, OutboxState
from knowledge_base.replies import Context, Meta
from knowledge_base.staff.audit import record
from knowledge_base.tickets.models import Ticket, TicketEvent, TicketState
from knowledge_base.vocabulary import Outcome

ERASED = "erased"


def erase_conversation(session: Session, conversation_id: str, now: datetime) -> None:
    """Empty a conversation, within the caller's transaction. Tickets keep their code and dates.

    Rows stay, without words, so that a repeated webhook is still known. A turn under way loses its lease:
    nothing it decided is kept.
    """
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    conversation.context = Context().model_dump(mode="json")
    conversation.form = conversation.choices_from = None
    conversation.lease_owner = conversation.lease_until = None
    conversation.withdrawn_at = now
    _empty_messages(session, conversation_id, now)
    tickets = select(Ticket).where(Ticket.conversation_id == conversation_id).with_for_update()
    for ticket in session.scalars(tickets):
        _empty_ticket(session, ticket, now)
    record(session, None, "data_erased", conversation_id, now)


def _empty_messages(session: Session, conversation_id: str, now: datetime) -> None:
    session.execute(
        update(InboxRow)
        .where(InboxRow.conversation_id == conversation_id)
        .values(text="", done_at=func.coalesce(InboxRow.done_at, now))
    )
    mine = OutboxRow.conversation_id == conversation_id
    session.execute(update(OutboxRow).where(mine).values(body=_empty_body()))
    pending = update(OutboxRow).where(mine, OutboxRow.state == OutboxState.PENDING)
    session.execute(pending.values(state=OutboxState.FAILED, failure=ERASED))


def _empty_body() -> dict[str, Any]:
    """A message of the bot that says nothing."""
    return {"kind": "reply", "blocks": [], "meta": Meta(outcome=Outcome.DECLINED).model_dump(mode="json")}


def _empty_ticket(session: Session, ticket: Ticket, now: datetime) -> None:
    ticket.question, ticket.procedure_code, ticket.transcript = "", None, []
    ticket.citizen_name = ticket.citizen_phone = None
    if ticket.state != TicketState.ANSWERED:  # there is nobody left to answer
        ticket.state = TicketState.ANSWERED
    ticket.version += 1
    session.execute(update(TicketEvent).where(TicketEvent.ticket_id == ticket.id).values(text=None))
    session.add(TicketEvent(ticket_id=ticket.id, at=now, kind="withdrawn"))
