"""The citizen writes back, or says how satisfied they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge_base.errors import InvalidInputError, NotFoundError
from knowledge_base.tickets import service
from knowledge_base.tickets.models import Ticket, TicketState
from knowledge_base.tickets.queries import answer_just_given, last_commune
from tests.knowledge_base.tickets.conftest import ELSEWHERE, HERE, Office


def reopen(office: Office, ticket: Ticket, text: str = "Tôi chưa rõ", conversation: str | None = None) -> Ticket:
    with office.database.transaction() as session:
        return service.reopen(
            session, ticket.code, conversation or ticket.conversation_id, text, office.clock(), office.calendar
        )


def rate(office: Office, ticket: Ticket, score: int, conversation: str | None = None) -> Ticket:
    with office.database.transaction() as session:
        return service.rate(session, ticket.code, conversation or ticket.conversation_id, score, office.clock())


def test_writing_back_reopens_with_a_new_due_time(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.answered(lan)
    office.clock.advance(days=7)
    again = reopen(office, ticket)
    assert (again.state, again.reopened_count, again.answered_at) == (TicketState.OPEN, 1, None)
    assert again.assignee_id == lan.id  # its last officer is still named
    assert office.clock() < again.due_at < office.clock() + timedelta(days=2)
    assert office.what_happened(ticket.code)[-1] == ("reopened", "Tôi chưa rõ")


def test_anyone_of_the_commune_may_take_what_was_reopened(office: Office) -> None:
    lan, minh = office.officer("lan"), office.officer("minh")
    again = reopen(office, office.answered(lan))
    assert office.answer(minh, office.take(minh, again)).state == TicketState.ANSWERED


def test_an_addition_to_a_waiting_ticket_keeps_its_due_time(office: Office) -> None:
    ticket = office.open()
    office.clock.advance(hours=3)
    again = reopen(office, ticket)
    assert (again.state, again.reopened_count, again.due_at) == (TicketState.OPEN, 0, ticket.due_at)


def test_another_citizen_can_neither_reopen_nor_rate(office: Office) -> None:
    ticket, stranger = office.answered(office.officer("lan")), office.conversation("binh")
    with pytest.raises(NotFoundError):
        reopen(office, ticket, conversation=stranger)
    with pytest.raises(NotFoundError):
        rate(office, ticket, 1, conversation=stranger)
    assert office.stored(ticket.code).state == TicketState.ANSWERED


def test_the_last_tap_counts_and_the_same_tap_is_noted_once(office: Office) -> None:
    ticket = office.answered(office.officer("lan"))
    rate(office, ticket, 3)
    rate(office, ticket, 3)
    assert rate(office, ticket, 5).score == 5
    assert [text for kind, text in office.what_happened(ticket.code) if kind == "rated"] == ["3", "5"]


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five(office: Office, score: int) -> None:
    ticket = office.answered(office.officer("lan"))
    with pytest.raises(InvalidInputError):
        rate(office, ticket, score)


def test_a_new_answer_is_rated_anew(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.answered(lan)
    rate(office, ticket, 1)
    again = office.answer(lan, office.take(lan, reopen(office, ticket)))
    assert (again.score, again.rated_at) == (None, None)


def test_writing_is_about_the_answer_only_while_it_is_the_last_thing_said(office: Office) -> None:
    lan = office.officer("lan")
    ticket = office.answered(lan)
    with office.database.reading() as session:
        found = answer_just_given(session, ticket.conversation_id)
        assert found is not None
        assert found.code == ticket.code
    reopen(office, ticket)
    with office.database.reading() as session:
        assert answer_just_given(session, ticket.conversation_id) is None


def test_the_commune_of_the_last_ticket_is_remembered(office: Office) -> None:
    conversation = office.conversation()
    with office.database.reading() as session:
        assert last_commune(session, conversation) is None
    office.open(1, commune_code=HERE)
    office.open(2, commune_code=ELSEWHERE)
    with office.database.reading() as session:
        assert last_commune(session, conversation) == ELSEWHERE
        assert [ticket.commune_code for ticket in service.for_conversation(session, conversation)] == [ELSEWHERE, HERE]
