"""Words for what a ticket is, shared by the list and the ticket's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from aiohttp import web

from bot.desk.answering import score_key
from bot.desk.keys import CALENDAR
from bot.desk.moments import Deadline, deadline, moment
from bot.keys import LIBRARY, TEXTS, UNITS
from bot.texts import Texts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.staff.models import Staff
from knowledge_base.tickets.models import Ticket, TicketState
from knowledge_base.vocabulary import Act


class Wording:
    """Speaks about tickets to one member of staff at one moment."""

    def __init__(self, app: web.Application, staff: Staff, names: Mapping[int, str], now: datetime) -> None:
        self.texts: Texts = app[TEXTS]
        self._units = app[UNITS]
        self._calendar = app[CALENDAR]
        self._procedures = app[LIBRARY].current().documents
        self._staff = staff
        self._names = names
        self._now = now

    def at(self, moment_: datetime) -> str:
        """A moment."""
        return moment(moment_, self._now, self.texts)

    def deadline(self, ticket: Ticket) -> Deadline:
        """How long is left."""
        return deadline(ticket.due_at, self._now, self._calendar, self.texts)

    def kind(self, ticket: Ticket) -> str:
        """What the citizen sent: a question, a suggestion, a report…"""
        return self.texts.say(f"desk.kind.{ticket.kind}")

    def commune(self, code: str) -> str:
        """The commune's name; the code of one that is no more."""
        unit = self._units.get(code)
        return unit.name if unit else code

    def document(self, ticket: Ticket) -> ProcedureDocument | None:
        """What is published today about the ticket's procedure."""
        return self._procedures.get(ticket.procedure_code or "")

    def procedure(self, ticket: Ticket) -> str:
        """The procedure's name; empty if the ticket is about none."""
        document = self.document(ticket)
        return document.name if document else ticket.procedure_code or ""

    def state(self, ticket: Ticket) -> str:
        """Whether somebody works on it, and who."""
        if ticket.state == TicketState.OPEN:
            return self.texts.say("desk.state.open")
        if ticket.state == TicketState.TAKEN and ticket.assignee_id == self._staff.id:
            return self.texts.say("desk.state.mine")
        if ticket.state == TicketState.ANSWERED and ticket.answered_at is None:
            return self.texts.say("desk.state.withdrawn")
        name = self.name(ticket.assignee_id)
        key = "taken" if ticket.state == TicketState.TAKEN else "answered_by"
        return self.texts.say(f"desk.state.{key}", name=name)

    def score(self, ticket: Ticket) -> str:
        """How satisfied the citizen is, in the words they tapped."""
        if ticket.score is None:
            return self.texts.say("desk.list.no_score")
        words = self.texts.say(score_key(Act(ticket.kind), ticket.score))
        return self.texts.say("desk.list.score", score=ticket.score, words=words)

    def name(self, staff_id: int | None) -> str:
        """A colleague's name."""
        return self._names.get(staff_id or 0, "")


def role_of(staff: Staff, app: web.Application) -> str:
    """The role with its commune, as shown in the header of every page."""
    unit = app[UNITS].get(staff.commune_code or "")
    return app[TEXTS].say(f"desk.role.{staff.role}", commune=unit.name if unit else "")
