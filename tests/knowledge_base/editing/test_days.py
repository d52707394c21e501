"""Which version is told on which day: prepared ones wait, old ones go on until then, expired ones are never told."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge_base.database import Database
from knowledge_base.editing import approving, drafts
from knowledge_base.editing.errors import BadDayError, NotWaitingError
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import ProcedureVersion
from tests.conftest import FrozenClock
from tests.knowledge_base.editing.conftest import CODE, OTHER, Office
from tests.knowledge_base.procedures.conftest import Make

TODAY = date(2026, 11, 24)
DECEMBER = date(2026, 12, 1)


def until(office: Office, day: date) -> None:
    office.clock.advance(days=(day - office.clock().date()).days)


def test_a_version_for_a_later_day_waits_and_the_old_one_goes_on_until_then(office: Office) -> None:
    office.publish(DECEMBER, name="Từ tháng mười hai")
    assert office.name() == "Đăng ký thử"
    until(office, date(2026, 11, 30))
    assert office.name() == "Đăng ký thử"
    until(office, DECEMBER)
    assert office.name() == "Từ tháng mười hai"


def test_a_correction_of_today_leaves_what_is_prepared(office: Office) -> None:
    office.publish(DECEMBER, name="Từ tháng mười hai")
    with office.database.transaction() as session:
        draft = drafts.restore(session, office.people["bao"], CODE, 1, "Sửa gấp", office.clock())
    office.approve(office.submit(office.save(draft, name="Sửa gấp hôm nay")))
    assert office.name() == "Sửa gấp hôm nay"
    until(office, DECEMBER)
    assert office.name() == "Từ tháng mười hai"


def test_what_is_prepared_twice_for_a_day_is_told_as_said_last(office: Office) -> None:
    office.publish(DECEMBER, name="Lần một")
    office.publish(DECEMBER, name="Lần hai")
    until(office, DECEMBER)
    assert office.name() == "Lần hai"


def test_a_prepared_version_can_be_withdrawn_as_if_it_had_never_been(office: Office) -> None:
    version = office.publish(DECEMBER, name="Nhầm")
    with office.database.transaction() as session:
        approving.withdraw(session, office.people["quy"], CODE, version.version, "Hoãn nghị định", office.clock())
    until(office, date(2026, 12, 5))
    assert office.name() == "Đăng ký thử"
    with pytest.raises(NotWaitingError), office.database.transaction() as session:
        approving.withdraw(session, office.people["quy"], CODE, 1, "đang dùng", office.clock())


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2035, 1, 1)])
def test_a_day_that_is_past_or_absurd_is_refused(office: Office, day: date) -> None:
    draft = office.submit(office.save(office.start(), name="Khác"))
    with pytest.raises(BadDayError):
        office.approve(draft, day=day)
    assert office.name() == "Đăng ký thử"


def test_a_version_never_begins_after_its_last_day(office: Office) -> None:
    draft = office.submit(office.save(office.start(), name="Ngắn", effective_to="2026-11-30"))
    with pytest.raises(BadDayError):
        office.approve(draft, day=DECEMBER)


def test_rolling_back_says_an_old_version_again_by_two_persons(office: Office) -> None:
    office.publish(name="Sai rồi")
    with office.database.transaction() as session:
        draft = drafts.restore(session, office.people["bao"], CODE, 1, "Bản mới sai phí", office.clock())
    version = office.approve(office.submit(draft))
    assert (version.version, office.name()) == (3, "Đăng ký thử")


def test_retiring_takes_two_and_no_file_brings_it_back(office: Office, make: Make) -> None:
    with office.database.transaction() as session:
        draft = drafts.ask_to_retire(session, office.people["bao"], CODE, "Đã bãi bỏ", office.clock())
    assert office.name() == "Đăng ký thử"
    office.approve(draft)
    assert office.told() is None
    office.load(make(), make(OTHER, "Việc khác"))
    assert office.told() is None


def test_what_was_retired_can_be_told_again(office: Office) -> None:
    with office.database.transaction() as session:
        draft = drafts.ask_to_retire(session, office.people["bao"], CODE, "Nhầm", office.clock())
    office.approve(draft)
    office.publish(name="Dùng lại")
    assert office.name() == "Dùng lại"


def test_an_expired_version_is_never_told(office: Office) -> None:
    office.publish(name="Ngắn hạn", effective_to="2026-12-10")
    until(office, date(2026, 12, 10))
    assert office.name() == "Ngắn hạn"
    until(office, date(2026, 12, 11))
    assert office.told() is None


def test_an_edit_is_told_by_every_process_with_its_next_question(office: Office) -> None:
    other = Library(office.database, office.clock)
    assert other.current().documents[CODE].name == "Đăng ký thử"
    office.publish(name="Mới")
    assert other.current().documents[CODE].name == "Mới"


def test_only_what_changed_is_read_again(office: Office) -> None:
    before = office.library.current()
    office.publish(name="Mới")
    after = office.library.current()
    assert after.documents[OTHER] is before.documents[OTHER]
    with office.database.transaction() as session:
        session.scalars(select(ProcedureVersion)).first()
    assert office.library.current() is after


def test_on_any_day_of_any_history_at_most_one_version_is_told_and_it_is_in_force(
    office: Office, database: Database
) -> None:
    chance = random.Random(7)
    for turn in range(12):
        ends = TODAY + timedelta(days=chance.randint(30, 200)) if chance.random() < 0.3 else None
        day = TODAY + timedelta(days=chance.randint(0, 25)) if chance.random() < 0.6 else None
        office.publish(day, name=f"Lần {turn}", effective_to=ends.isoformat() if ends else None)
    with database.reading() as session:
        rows = session.scalars(select(ProcedureVersion).filter_by(code=CODE, state="published")).all()
    for day in (TODAY + timedelta(days=number) for number in range(300)):
        told = [row for row in rows if row.effective_from <= day and (row.effective_to or day) >= day]
        assert len(told) <= 1, day
        asked = Library(database, FrozenClock(office.clock().replace(year=day.year, month=day.month, day=day.day)))
        if day.day == 1:
            document = asked.current().documents.get(CODE)
            assert (document.name if document else None) == (told[0].document["name"] if told else None)
            assert document is None or document.effective_to is None or document.effective_to >= day
