"""Changes a turn makes to tickets, and what is said about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.replying import say_only
from bot.conversation.turn import Effect, OpenTicket, RateTicket, ReopenTicket, Turn
from bot.messages import Message
from bot.render import to_text
from bot.texts import Texts
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import VIETNAM
from knowledge_base.errors import ThanThienError
from knowledge_base.mailbox.models import InboxRow
from knowledge_base.replies import Meta, Reply
from knowledge_base.tickets import service as tickets
from knowledge_base.tickets.models import Ticket
from knowledge_base.tickets.queries import transcript
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Outcome


class Effects:
    """Applies an effect inside the turn's transaction and returns the reply that tells of it."""

    def __init__(self, calendar: WorkingCalendar, units: Units, texts: Texts) -> None:
        self._calendar = calendar
        self._units = units
        self._texts = texts

    def apply(self, session: Session, turn: Turn, effect: Effect, now: datetime) -> Reply:
        """Change the ticket; a ticket that is not there (any more) is said so."""
        try:
            with session.begin_nested():
                return self._apply(session, turn, effect, now)
        except ThanThienError:
            return say_only("notice.choice_gone", turn.context, Outcome.CLARIFY)

    def _apply(self, session: Session, turn: Turn, effect: Effect, now: datetime) -> Reply:
        conversation_id = turn.claim.conversation_id
        match effect:
            case OpenTicket():
                return self._opened(
                    tickets.open_ticket(session, self._draft(session, turn, effect), now, self._calendar), turn
                )
            case ReopenTicket(code, text):
                ticket = tickets.reopen(session, code, conversation_id, text, now, self._calendar)
                return self._told(ticket, turn, "handover.reopened")
            case RateTicket(code, score):
                ticket = tickets.rate(session, code, conversation_id, score, now)
                return self._told(ticket, turn, "handover.rated_low" if score <= 2 else "handover.rated", rated=True)

    def _draft(self, session: Session, turn: Turn, effect: OpenTicket) -> tickets.Draft:
        form = effect.form
        return tickets.Draft(
            conversation_id=turn.claim.conversation_id,
            inbox_id=turn.claim.inbox_id,
            commune_code=form.commune_code or "",
            kind=form.kind,
            procedure_code=form.procedure,
            question=form.question or "",
            citizen_name=form.name,
            citizen_phone=form.phone,
            consent_text=self._texts.at(form.commune_code).say("handover.ask_details") if form.consented else None,
            transcript=self._transcript(session, turn.claim.conversation_id),
        )

    def _transcript(self, session: Session, conversation_id: str) -> list[dict[str, str]]:
        turns: list[dict[str, str]] = []
        for row in transcript(session, conversation_id):
            asked = session.get(InboxRow, row.inbox_id) if row.inbox_id else None
            if asked is not None and asked.kind == "text":
                turns.append({"who": "citizen", "text": asked.text[:1000], "at": asked.received_at.isoformat()})
            said = to_text(Message.model_validate(row.body))
            turns.append({"who": "bot", "text": said[:1500], "at": row.created_at.isoformat()})
        return turns

    def _opened(self, ticket: Ticket, turn: Turn) -> Reply:
        quiet = Act(ticket.kind) in {Act.REPORT, Act.DENUNCIATION}
        return self._told(ticket, turn, "handover.opened_inspector" if quiet else "handover.opened")

    def _told(self, ticket: Ticket, turn: Turn, key: str, *, rated: bool = False) -> Reply:
        unit = self._units.get(ticket.commune_code)
        due = ticket.due_at.astimezone(VIETNAM)
        reply = say_only(
            key,
            turn.context,
            Outcome.SMALLTALK if rated else Outcome.TICKET,
            code=ticket.code,
            commune=unit.name if unit else "",
            due=due.strftime("%H:%M ngày %d/%m/%Y"),
        )
        meta = Meta(outcome=reply.meta.outcome, act=Act.THANKS if rated else Act.HANDOVER)
        return reply.model_copy(update={"meta": meta})
