"""The list: what waits, most urgent first, and what was answered lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.desk.moments import Deadline
from bot.desk.wording import Wording
from bot.keys import MAILROOM
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.staff.models import Role, Staff
from knowledge_base.staff.service import names_of
from knowledge_base.tickets.models import Ticket, TicketState
from knowledge_base.tickets.queries import answers_sent
from knowledge_base.tickets.service import visible_to

MAX_LINE = 160


@dataclass(frozen=True)
class Line:
    """One ticket of the list, in words."""

    code: str
    question: str
    kind: str
    procedure: str
    commune: str  # only for those who serve more than one
    since: str
    deadline: Deadline
    state: str
    mine: bool
    taken: bool
    again: bool
    answered_at: str
    score: str
    delivery: str


@dataclass(frozen=True)
class Listing:
    """All that the list shows."""

    waiting: list[Line]
    answered: list[Line]


def read_list(app: web.Application, staff: Staff) -> Listing:
    """Read and word the list; one transaction, for a thread."""
    now = app[MAILROOM].clock()
    with app[MAILROOM].database.reading() as session:
        tickets = visible_to(session, staff)
        sent = answers_sent(session, [ticket.id for ticket in tickets if ticket.state == TicketState.ANSWERED])
        names = names_of(session, {ticket.assignee_id for ticket in tickets if ticket.assignee_id})
    wording = Wording(app, staff, names, now)
    lines = [(ticket, _line(ticket, sent.get(ticket.id), wording, staff)) for ticket in tickets]
    return Listing(
        waiting=[line for ticket, line in lines if ticket.state != TicketState.ANSWERED],
        answered=[line for ticket, line in lines if ticket.state == TicketState.ANSWERED],
    )


def first_line(text: str) -> str:
    """The first line, cut at a word if it is long."""
    line = next((line for line in text.splitlines() if line.strip()), "").strip()
    return line if len(line) <= MAX_LINE else f"{line[:MAX_LINE].rsplit(' ', 1)[0]}…"


def _line(ticket: Ticket, sent: OutboxRow | None, wording: Wording, staff: Staff) -> Line:
    return Line(
        code=ticket.code,
        question=first_line(ticket.question),
        kind=wording.kind(ticket),
        procedure=wording.procedure(ticket),
        commune=wording.commune(ticket.commune_code) if staff.role == Role.INSPECTOR else "",
        since=wording.at(ticket.created_at),
        deadline=wording.deadline(ticket),
        state=wording.state(ticket),
        mine=ticket.assignee_id == staff.id,
        taken=ticket.state == TicketState.TAKEN,
        again=ticket.reopened_count > 0,
        answered_at=_answered(ticket.answered_at, wording),
        score=wording.score(ticket),
        delivery=sent.state if sent else "",
    )


def _answered(at: datetime | None, wording: Wording) -> str:
    return wording.at(at) if at else ""
