"""Exactly one ticket per confirming message, with its own code and due time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from knowledge_base.staff.models import Role
from knowledge_base.tickets import service
from knowledge_base.tickets.models import Audience, Ticket, TicketState
from knowledge_base.vocabulary import Act
from tests.knowledge_base.tickets.conftest import ELSEWHERE, Office


def how_many(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Ticket)) or 0


def opener(office: Office, inbox_id: int, citizen: str = "an") -> Callable[[int], str]:
    draft = office.draft(inbox_id, citizen)

    def open_it(_: int) -> str:
        with office.database.transaction() as session:
            return service.open_ticket(session, draft, office.clock(), office.calendar).code

    return open_it


def test_pressing_five_times_opens_one_ticket(office: Office) -> None:
    press = opener(office, office.message(1))
    assert {press(n) for n in range(5)} == {"TT-2026-000001"}
    assert how_many(office) == 1
    assert office.what_happened("TT-2026-000001") == [("opened", None)]


def test_pressing_ten_times_at_once_opens_one_ticket_and_wastes_no_number(office: Office) -> None:
    press = opener(office, office.message(1))
    with ThreadPoolExecutor(10) as pool:
        codes = set(pool.map(press, range(10)))
    assert len(codes) == how_many(office) == 1
    assert office.open(2).code == "TT-2026-000002"


def test_codes_of_many_citizens_at_once_have_no_gap_and_no_twin(office: Office) -> None:
    openers = [opener(office, office.message(1, f"người {n}"), f"người {n}") for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(lambda open_it: open_it(0), openers))
    assert codes == [f"TT-2026-{n:06d}" for n in range(1, 13)]


def test_a_failed_transaction_leaves_neither_ticket_nor_gap(office: Office) -> None:
    draft = office.draft(office.message(1))

    def open_it_in_vain() -> None:
        with office.database.transaction() as session:
            service.open_ticket(session, draft, office.clock(), office.calendar)
            raise RuntimeError("the reply could not be written")

    with pytest.raises(RuntimeError):
        open_it_in_vain()
    assert how_many(office) == 0
    assert office.open(2).code == "TT-2026-000001"


def test_the_year_of_a_code_is_the_year_in_viet_nam(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert office.open(1).code == "TT-2026-000001"
    office.clock.advance(minutes=2)  # 00:01 on New Year's Day
    assert office.open(2).code == "TT-2027-000001"


def test_a_ticket_without_a_message_is_always_a_new_one(office: Office) -> None:
    draft = office.draft(None)
    with office.database.transaction() as session:
        codes = {service.open_ticket(session, draft, office.clock(), office.calendar).code for _ in range(2)}
    assert len(codes) == 2


def test_a_new_ticket_is_open_and_due_within_working_time(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # Friday, 16:00
    ticket = office.open()
    assert (ticket.state, ticket.version) == (TicketState.OPEN, 1)
    assert ticket.due_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # Monday, 16:00


def test_a_contact_is_kept_only_with_the_words_agreed_to(office: Office) -> None:
    contact = {"citizen_name": "Nguyễn Thị Lan", "citizen_phone": "0912345678"}
    kept = office.open(1, **contact, consent_text="Tôi đồng ý")
    assert (kept.citizen_name, kept.citizen_phone) == ("Nguyễn Thị Lan", "0912345678")
    assert (kept.consent_text, kept.consent_at) == ("Tôi đồng ý", office.clock())
    refused = office.open(2, **contact)
    assert (refused.citizen_name, refused.citizen_phone, refused.consent_at) == (None, None, None)


@pytest.mark.parametrize("kind", list(Act))
def test_a_report_about_an_officer_reaches_only_inspectors(office: Office, kind: Act) -> None:
    ticket = office.open(kind=kind)
    officer, inspector = office.officer("lan"), office.officer("thanh-tra", None, Role.INSPECTOR)
    hidden = kind in {Act.REPORT, Act.DENUNCIATION}
    assert (ticket.audience == Audience.INSPECTOR) is hidden
    with office.database.reading() as session:
        assert bool(service.visible_to(session, officer)) is not hidden
        assert bool(service.visible_to(session, inspector)) is hidden


def test_the_most_urgent_ticket_comes_first_and_settled_ones_last(office: Office) -> None:
    lan = office.officer("lan")
    settled = office.answered(lan, 1)
    office.clock.advance(days=2)
    later = office.open(2)
    office.clock.advance(days=-1)
    urgent = office.open(3)
    office.open(4, "binh", commune_code=ELSEWHERE)
    with office.database.reading() as session:
        assert [ticket.code for ticket in service.visible_to(session, lan)] == [urgent.code, later.code, settled.code]
