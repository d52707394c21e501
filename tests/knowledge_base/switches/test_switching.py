"""A topic that is off is answered with its reason, on every process with the next question, and on again alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge_base.database import Database
from knowledge_base.editing.models import Change
from knowledge_base.errors import ForbiddenError, InvalidInputError, NotFoundError
from knowledge_base.procedures.library import Library
from knowledge_base.replies import Context, Reply
from knowledge_base.search.taught import Taught
from knowledge_base.staff.models import AuditRow
from knowledge_base.switches.service import active, switch_off, switch_on
from knowledge_base.understanding.fallback import Fallback
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Outcome
from tests.conftest import FrozenClock
from tests.knowledge_base.editing.conftest import CODE, OTHER, Office, make, office

__all__ = ["make", "office"]

REASON = "Mức thu đang được cập nhật."


def turn_off(office: Office, subject: str = CODE, hours: int | None = None, who: str | None = "phuong") -> int:
    until = office.clock() + timedelta(hours=hours) if hours else None
    with office.database.transaction() as session:
        staff = office.people[who] if who else None
        switch = switch_off(session, staff, subject, REASON, until, office.clock())
        session.flush()
        return switch.id


def ask(database: Database, clock: FrozenClock, text: str = "đăng ký thử cần giấy tờ gì") -> Reply:
    """A question to a process of its own."""
    return Fallback(Knowledge(Library(database, clock), Taught())).respond(text, Context())


def reason_of(reply: Reply) -> object:
    return next((getattr(block, "text", None) for block in reply.blocks), None)


@pytest.mark.parametrize("subject", [CODE, "ho_tich", "all"])
def test_a_question_gets_the_reason_and_an_officer(office: Office, subject: str) -> None:
    assert ask(office.database, office.clock).meta.outcome is Outcome.ANSWERED
    turn_off(office, subject)
    reply = ask(office.database, office.clock)
    assert (reply.meta.outcome, reply.meta.procedure) == (Outcome.DECLINED, CODE)
    assert REASON in str(reason_of(reply))
    assert [choice.payload for choice in reply.choices] == ["#handover"]
    tapped = Fallback(Knowledge(office.library, Taught())).respond(f'/choose{{"procedure": "{CODE}"}}', Context())
    assert (tapped.meta.outcome, tapped.meta.procedure) == (Outcome.DECLINED, CODE)


def test_another_procedure_is_answered_as_ever(office: Office) -> None:
    turn_off(office, CODE)
    tapped = Fallback(Knowledge(office.library, Taught())).respond(f'/choose{{"procedure": "{OTHER}"}}', Context())
    assert tapped.meta.outcome is Outcome.ANSWERED
    assert set(office.library.current().told) == {OTHER}


def test_it_is_on_again_when_somebody_says_so_or_the_time_is_over(office: Office) -> None:
    knowledge = Knowledge(office.library, Taught())
    first, second = turn_off(office), turn_off(office, "ho_tich", hours=2)
    with office.database.transaction() as session:
        switch_on(session, office.people["quy"], first, office.clock())
    document = knowledge.current().documents[CODE]
    assert knowledge.current().off(document) is not None
    office.clock.advance(hours=2)
    assert knowledge.current().off(document) is None
    with office.database.reading() as session:
        assert active(session, office.clock()) == []
    assert second > first


def test_switching_does_not_build_the_index_again(office: Office) -> None:
    knowledge = Knowledge(office.library, Taught())
    before = knowledge.current().index
    turn_off(office)
    assert knowledge.current().index is before


def test_the_second_to_switch_on_finds_it_on(office: Office) -> None:
    number = turn_off(office)
    with office.database.transaction() as session:
        switch_on(session, None, number, office.clock())
    with pytest.raises(NotFoundError), office.database.transaction() as session:
        switch_on(session, None, number, office.clock())


@pytest.mark.parametrize("who", ["bao", "an"])
def test_only_who_publishes_may_switch(office: Office, who: str) -> None:
    with pytest.raises(ForbiddenError):
        turn_off(office, who=who)
    number = turn_off(office)
    with pytest.raises(ForbiddenError), office.database.transaction() as session:
        switch_on(session, office.people[who], number, office.clock())


@pytest.mark.parametrize(
    ("subject", "reason"), [("1.999999", "x"), ("lạ", "x"), ("", "x"), (CODE, " "), (CODE, "x" * 501)]
)
def test_a_wrong_subject_or_reason_is_refused(office: Office, subject: str, reason: str) -> None:
    with pytest.raises(InvalidInputError), office.database.transaction() as session:
        switch_off(session, None, subject, reason, None, office.clock())
    with pytest.raises(InvalidInputError), office.database.transaction() as session:
        switch_off(session, None, CODE, "x", office.clock(), office.clock())


def test_it_is_written_down_who_did_it_and_why(office: Office) -> None:
    turn_off(office)
    turn_off(office, "all", who=None)
    with office.database.reading() as session:
        changes = [(row.subject, row.action, row.staff_id, row.why) for row in session.scalars(select(Change))]
        audit = [(row.action, row.staff_id) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    person = office.people["phuong"].id
    assert changes == [(CODE, "switched_off", person, REASON), ("all", "switched_off", None, REASON)]
    assert audit == [("switch_switched_off", person), ("switch_switched_off", None)]
