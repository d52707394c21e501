"""Taking, releasing and answering: one officer at a time, only of the right commune."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.staff.models import AuditRow, Role, Staff
from knowledge_base.tickets import service
from knowledge_base.tickets.models import TicketState
from knowledge_base.tickets.service import (
    AlreadyTakenError,
    EmptyAnswerError,
    LongAnswerError,
    NotTakenByYouError,
    StaleTicketError,
)
from knowledge_base.vocabulary import Act
from tests.knowledge_base.tickets.conftest import ELSEWHERE, Office


def outbox_of(office: Office) -> list[OutboxRow]:
    with office.database.reading() as session:
        return list(session.scalars(select(OutboxRow)))


def test_of_two_officers_one_wins_and_the_other_is_told(office: Office) -> None:
    ticket = office.open()
    lan, minh = office.officer("lan"), office.officer("minh")
    taken = office.take(lan, ticket)
    assert (taken.state, taken.assignee_id, taken.version) == (TicketState.TAKEN, lan.id, 2)
    with pytest.raises(AlreadyTakenError):
        office.take(minh, ticket)
    assert office.stored(ticket.code).assignee_id == lan.id


def test_of_eight_officers_at_once_exactly_one_wins(office: Office) -> None:
    ticket = office.open()
    officers = [office.officer(f"cán bộ {n}") for n in range(8)]

    def attempt(officer: Staff) -> bool:
        try:
            office.take(officer, ticket)
        except AlreadyTakenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, officers)) == 1
    assert [kind for kind, _ in office.what_happened(ticket.code)] == ["opened", "taken"]


def test_taking_again_what_one_has_changes_nothing(office: Office) -> None:
    ticket, lan = office.open(), office.officer("lan")
    office.take(lan, ticket)
    assert office.take(lan, ticket).version == 2
    assert [kind for kind, _ in office.what_happened(ticket.code)] == ["opened", "taken"]


def test_an_old_page_takes_nothing(office: Office) -> None:
    ticket, lan = office.open(), office.officer("lan")
    released = office.take(lan, ticket)
    with office.database.transaction() as session:
        service.release(session, lan, ticket.code, released.version, office.clock())
    with pytest.raises(AlreadyTakenError):
        office.take(lan, ticket)


@pytest.mark.parametrize(("commune", "role"), [(ELSEWHERE, Role.OFFICER), (None, Role.OFFICER), (None, Role.INSPECTOR)])
def test_for_everybody_else_the_ticket_does_not_exist(office: Office, commune: str | None, role: Role) -> None:
    ticket, stranger = office.open(), office.officer("người lạ", commune, role)
    with office.database.reading() as session:
        assert service.visible_to(session, stranger) == []
        with pytest.raises(NotFoundError):
            service.get_for(session, stranger, ticket.code)
    with pytest.raises(NotFoundError):
        office.take(stranger, ticket)
    with pytest.raises(NotFoundError):
        office.answer(stranger, ticket)


def test_an_officer_of_the_same_commune_cannot_even_see_a_report(office: Office) -> None:
    ticket, lan = office.open(kind=Act.REPORT), office.officer("lan")
    inspector = office.officer("thanh-tra", None, Role.INSPECTOR)
    with pytest.raises(NotFoundError):
        office.take(lan, ticket)
    assert office.answer(inspector, office.take(inspector, ticket)).state == TicketState.ANSWERED


def test_a_released_ticket_can_be_taken_by_a_colleague(office: Office) -> None:
    ticket, lan, minh = office.open(), office.officer("lan"), office.officer("minh")
    taken = office.take(lan, ticket)
    with office.database.transaction() as session:
        with pytest.raises(NotTakenByYouError):
            service.release(session, minh, ticket.code, taken.version, office.clock())
        free = service.release(session, lan, ticket.code, taken.version, office.clock())
    assert (free.state, free.assignee_id) == (TicketState.OPEN, None)
    assert office.take(minh, free).assignee_id == minh.id


def test_the_answer_and_its_message_are_written_together(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.answered(lan)
    (sent,) = outbox_of(office)
    assert (sent.ticket_id, sent.conversation_id) == (ticket.id, ticket.conversation_id)
    assert sent.body == {"text": "Chị mang giấy chứng sinh nhé."}
    assert (ticket.state, ticket.answered_at) == (TicketState.ANSWERED, office.clock())
    assert office.what_happened(ticket.code)[-1] == ("answered", "Chị mang giấy chứng sinh nhé.")


def test_neither_the_answer_nor_its_message_survives_alone(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.take(lan, office.open())

    def answer_in_vain() -> None:
        with office.database.transaction() as session:
            service.answer(session, lan, ticket.code, ticket.version, "Vâng", {"text": "Vâng"}, False, office.clock())
            raise RuntimeError("the connection broke")

    with pytest.raises(RuntimeError):
        answer_in_vain()
    assert outbox_of(office) == []
    assert office.stored(ticket.code).state == TicketState.TAKEN


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyAnswerError), (" \n\t", EmptyAnswerError), ("x" * 4001, LongAnswerError)],
    ids=["empty", "blank", "too long"],
)
def test_an_answer_that_cannot_be_read_is_refused(office: Office, text: str, error: type[ThanThienError]) -> None:
    lan = office.officer("lan")
    ticket = office.take(lan, office.open())
    with pytest.raises(error):
        office.answer(lan, ticket, text)
    assert outbox_of(office) == []


def test_only_who_took_the_ticket_answers_it(office: Office) -> None:
    lan, minh = office.officer("lan"), office.officer("minh")
    ticket = office.open()
    with pytest.raises(StaleTicketError):
        office.answer(lan, ticket)
    taken = office.take(lan, ticket)
    with pytest.raises(NotTakenByYouError):
        office.answer(minh, taken)


def test_a_ticket_is_answered_once(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.take(lan, office.open())
    before = ticket.version
    office.answer(lan, ticket)
    ticket.version = before
    with pytest.raises(StaleTicketError):
        office.answer(lan, ticket)
    assert len(outbox_of(office)) == 1


def test_an_answer_written_before_the_citizens_addition_is_not_sent(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.take(lan, office.open())
    with office.database.transaction() as session:
        service.reopen(session, ticket.code, ticket.conversation_id, "Cháu sinh ở Lào", office.clock(), office.calendar)
    with pytest.raises(StaleTicketError):
        office.answer(lan, ticket)
    assert outbox_of(office) == []


def test_what_an_officer_does_is_in_the_audit_trail(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.answered(lan)
    with office.database.reading() as session:
        done = [
            (row.action, row.subject, row.staff_id) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))
        ]
    assert done == [("ticket_taken", ticket.code, lan.id), ("ticket_answered", ticket.code, lan.id)]
