"""All that a ticket's page shows, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.desk.moments import Deadline
from bot.desk.wording import Wording
from bot.keys import MAILROOM, TEXTS
from bot.messages import Message
from bot.render import render_reply
from bot.texts import Texts
from knowledge_base.answers.compose import answer
from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of
from knowledge_base.tickets.models import Ticket, TicketEvent, TicketState
from knowledge_base.tickets.queries import answers_sent
from knowledge_base.tickets.service import events_of, get_for
from knowledge_base.vocabulary import Aspect

_HELP = (Aspect.PAPERS, Aspect.FEE, Aspect.TIME)


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    id: int
    at: str
    words: str
    text: str


@dataclass(frozen=True)
class Said:
    """One turn of the conversation before the ticket."""

    by_citizen: bool
    at: str
    text: str


@dataclass(frozen=True)
class TicketView:
    """A ticket in words."""

    ticket: Ticket
    kind: str
    commune: str
    procedure: str
    state: str
    since: str
    deadline: Deadline
    consented_at: str
    holder: str
    mine: bool
    channel: str
    unreachable: bool
    transcript: list[Said]
    history: list[Happening]
    help: Message | None
    sent: Message | None
    delivery: str
    score: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has it."""
        return self.ticket.state == TicketState.OPEN

    @property
    def is_answered(self) -> bool:
        """Whether the citizen has an answer."""
        return self.ticket.state == TicketState.ANSWERED

    @property
    def seen(self) -> int:
        """The newest happening shown."""
        return self.history[-1].id if self.history else 0


def read_ticket(app: web.Application, staff: Staff, code: str) -> TicketView:
    """Read and word one ticket, for a thread. Raises NotFoundError if it is not this person's to see."""
    with app[MAILROOM].database.reading() as session:
        return _view(app, session, staff, get_for(session, staff, code))


def _view(app: web.Application, session: Session, staff: Staff, ticket: Ticket) -> TicketView:
    events = events_of(session, ticket)
    people = {event.staff_id for event in events if event.staff_id} | {ticket.assignee_id or 0}
    wording = Wording(app, staff, names_of(session, people), app[MAILROOM].clock())
    conversation = session.get_one(Conversation, ticket.conversation_id)
    sent = answers_sent(session, [ticket.id]).get(ticket.id)
    return TicketView(
        ticket=ticket,
        kind=wording.kind(ticket),
        commune=wording.commune(ticket.commune_code),
        procedure=wording.procedure(ticket),
        state=wording.state(ticket),
        since=wording.at(ticket.created_at),
        deadline=wording.deadline(ticket),
        consented_at=wording.at(ticket.consent_at) if ticket.consent_at else "",
        holder=wording.name(ticket.assignee_id),
        mine=ticket.state == TicketState.TAKEN and ticket.assignee_id == staff.id,
        channel=_channel(conversation.channel, wording.texts),
        unreachable=conversation.unreachable,
        transcript=[_said(turn, wording) for turn in ticket.transcript],
        history=[_happening(event, wording) for event in events],
        help=_help(wording.document(ticket), app[TEXTS]),
        sent=_message(sent),
        delivery=sent.state if sent else "",
        score=wording.score(ticket),
    )


def _channel(name: str, texts: Texts) -> str:
    key = f"desk.channel.{name}"
    return texts.say(key) if key in texts else name


def _said(turn: dict[str, str], wording: Wording) -> Said:
    return Said(turn["who"] == "citizen", wording.at(datetime.fromisoformat(turn["at"])), turn["text"])


def _happening(event: TicketEvent, wording: Wording) -> Happening:
    score = event.text if event.kind == "rated" else ""
    words = wording.texts.say(f"desk.event.{event.kind}", name=wording.name(event.staff_id), score=score or "")
    text = event.text if event.kind in {"answered", "reopened"} else ""
    return Happening(event.id, wording.at(event.at), words, text or "")


def _help(document: ProcedureDocument | None, texts: Texts) -> Message | None:
    return render_reply(answer(document, _HELP, Context()), texts)[0] if document else None


def _message(row: OutboxRow | None) -> Message | None:
    return Message.model_validate(row.body) if row else None
