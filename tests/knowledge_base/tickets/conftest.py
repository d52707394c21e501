"""People and messages for the tests of tickets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Database
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.staff.models import Role, Staff
from knowledge_base.tickets import service
from knowledge_base.tickets.models import Ticket
from knowledge_base.tickets.service import Draft
from knowledge_base.vocabulary import Act
from tests.conftest import FrozenClock

HERE, ELSEWHERE = "26041", "26368"


@dataclass(frozen=True)
class Office:
    """A commune at work: its database, clock and calendar, and what citizens and officers do there."""

    database: Database
    clock: FrozenClock
    calendar: WorkingCalendar

    def conversation(self, citizen: str = "an") -> str:
        with self.database.transaction() as session:
            return find_or_open(session, "telegram", citizen, self.clock()).id

    def message(self, number: int, citizen: str = "an") -> int:
        incoming = Incoming("telegram", f"{citizen}-{number}", citizen, IncomingKind.TEXT, "gửi luôn")
        with self.database.transaction() as session:
            return receive(session, incoming, self.clock()).inbox_id

    def draft(self, inbox_id: int | None, citizen: str = "an", **changes: object) -> Draft:
        fields: dict[str, object] = {
            "conversation_id": self.conversation(citizen),
            "inbox_id": inbox_id,
            "commune_code": HERE,
            "kind": Act.HANDOVER,
            "procedure_code": "1.001193",
            "question": "Con tôi sinh ở nước ngoài thì làm sao?",
            "citizen_name": None,
            "citizen_phone": None,
            "consent_text": None,
            "transcript": [],
        }
        return Draft(**{**fields, **changes})  # type: ignore[arg-type]

    def open(self, number: int = 1, citizen: str = "an", **changes: object) -> Ticket:
        draft = self.draft(self.message(number, citizen), citizen, **changes)
        with self.database.transaction() as session:
            return service.open_ticket(session, draft, self.clock(), self.calendar)

    def officer(self, username: str, commune: str | None = HERE, role: Role = Role.OFFICER) -> Staff:
        with self.database.transaction() as session:
            staff = Staff(username=username, display_name=username, password_hash="-", role=role, commune_code=commune)
            session.add(staff)
        return staff

    def take(self, staff: Staff, ticket: Ticket, version: int | None = None) -> Ticket:
        with self.database.transaction() as session:
            return service.take(session, staff, ticket.code, version or ticket.version, self.clock())

    def answer(self, staff: Staff, ticket: Ticket, text: str = "Chị mang giấy chứng sinh nhé.") -> Ticket:
        with self.database.transaction() as session:
            return service.answer(
                session, staff, ticket.code, ticket.version, text, {"text": text}, False, self.clock()
            )

    def answered(self, staff: Staff, number: int = 1) -> Ticket:
        return self.answer(staff, self.take(staff, self.open(number)))

    def stored(self, code: str) -> Ticket:
        with self.database.reading() as session:
            return session.query(Ticket).filter_by(code=code).one()

    def what_happened(self, code: str) -> list[tuple[str, str | None]]:
        with self.database.reading() as session:
            ticket = session.query(Ticket).filter_by(code=code).one()
            return [(event.kind, event.text) for event in service.events_of(session, ticket)]


@pytest.fixture
def office(database: Database, clock: FrozenClock) -> Office:
    """An empty office; by the clock it is a Tuesday that the calendar has free, so tickets are due on Wednesday."""
    return Office(database, clock, WorkingCalendar.load())
