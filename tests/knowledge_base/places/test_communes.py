"""Who edits one commune writes and approves what is particular to it, and nothing else; files come in whole."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.database import Database
from knowledge_base.editing.errors import MissingReasonError, NothingChangedError, NotWaitingError, SecondPersonError
from knowledge_base.errors import ForbiddenError, NotFoundError
from knowledge_base.places.batches import approve_places, bring_in_places, compared, give_up_places, places_of
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.places.schema import Local
from knowledge_base.places.service import Kind, approve, as_file, drop, propose, proposed, withdraw
from tests.conftest import FrozenClock
from tests.knowledge_base.places.conftest import BIRTH, LONG_THANH, TRAN_BIEN, People, fee, note, office

FACTS: list[tuple[Kind, Local]] = [
    (Kind.OFFICE, office()),
    (Kind.FEE, fee(commune_code=TRAN_BIEN)),
    (Kind.NOTE, note()),
]


def told(database: Database, clock: FrozenClock, who: People, fact: Local, kind: Kind, by: str = "nam") -> int:
    with database.transaction() as session:
        row = propose(session, who["hai"], fact, clock())
        approve(session, who[by], kind, row.id, clock())
        return row.id


@pytest.mark.parametrize("by", ["nam", "hung"])
@pytest.mark.parametrize(("kind", "fact"), FACTS, ids=[kind.name for kind, _ in FACTS])
def test_a_second_person_of_the_commune_or_of_the_city_approves(
    database: Database, clock: FrozenClock, people: People, kind: Kind, fact: Local, by: str
) -> None:
    told(database, clock, people, fact, kind, by)
    with database.reading() as session:
        assert as_file(session).facts == [fact]


@pytest.mark.parametrize(("kind", "fact"), FACTS, ids=[kind.name for kind, _ in FACTS])
def test_nobody_else_approves_it(
    database: Database, clock: FrozenClock, people: People, kind: Kind, fact: Local
) -> None:
    with database.transaction() as session:
        number = propose(session, people["hai"], fact, clock()).id
    for who, error in {
        "hai": SecondPersonError,
        "lan": ForbiddenError,
        "xuan": NotFoundError,
        "an": NotFoundError,
    }.items():
        with pytest.raises(error), database.transaction() as session:
            approve(session, people[who], kind, number, clock())


def test_nothing_of_another_commune_or_of_the_city_is_written(
    database: Database, clock: FrozenClock, people: People
) -> None:
    for fact in (office(commune_code=LONG_THANH), fee(), note(commune_code=None), note(commune_code=LONG_THANH)):
        with pytest.raises(ForbiddenError), database.transaction() as session:
            propose(session, people["hai"], fact, clock())


def test_nothing_of_another_commune_is_dropped_or_withdrawn(
    database: Database, clock: FrozenClock, people: People
) -> None:
    number = told(database, clock, people, office(), Kind.OFFICE)
    with database.transaction() as session:
        waiting = propose(session, people["hai"], note(), clock()).id
    with pytest.raises(NotFoundError), database.transaction() as session:
        withdraw(session, people["xuan"], Kind.OFFICE, number, "Nhầm", clock())
    with pytest.raises(NotFoundError), database.transaction() as session:
        drop(session, people["xuan"], Kind.NOTE, waiting, clock())
    with database.transaction() as session:
        withdraw(session, people["hai"], Kind.OFFICE, number, "Đã chuyển trụ sở", clock())
    with database.reading() as session:
        assert as_file(session).facts == []


def test_a_note_is_for_the_commune_s_people_and_the_city_s_for_all(
    database: Database, clock: FrozenClock, people: People
) -> None:
    told(database, clock, people, note(), Kind.NOTE)
    with database.transaction() as session:
        row = propose(session, people["lan"], note(commune_code=None, text="Cả thành phố"), clock())
        approve(session, people["hung"], Kind.NOTE, row.id, clock())
    held = PlacesLibrary(database, clock).current()
    assert [one.text for one in held.notes_of(BIRTH, TRAN_BIEN)] == [
        "Thứ Bảy chỉ nhận hồ sơ khai sinh.",
        "Cả thành phố",
    ]
    assert [one.text for one in held.notes_of(BIRTH, LONG_THANH)] == ["Cả thành phố"]
    assert held.notes_of("1.000001", TRAN_BIEN) == []


def test_a_file_waits_whole_and_is_published_whole(database: Database, clock: FrozenClock, people: People) -> None:
    told(database, clock, people, office(), Kind.OFFICE)
    moved = office(address="Số 2 đường Mới", effective_from=date(2026, 11, 20))
    facts = [office(), moved, office(commune_code=LONG_THANH)]
    with database.transaction() as session:
        number = bring_in_places(session, people["lan"], facts, "a.xlsx", "Đầu năm", clock()).id
    with database.reading() as session:
        _, rows = places_of(session, people["lan"], number)
        before = {held.row.id: held.before for held in compared(session, rows)}
        assert [before[row.id] for row in rows] == [office(), None]  # what did not change is not asked again
    for who, error in {"lan": ForbiddenError, "nam": NotFoundError}.items():
        with pytest.raises(error), database.transaction() as session:
            approve_places(session, people[who], number, clock())
    with database.transaction() as session:
        approve_places(session, people["hung"], number, clock())
    offices = PlacesLibrary(database, clock).current().offices
    assert offices == {TRAN_BIEN: [moved], LONG_THANH: [office(commune_code=LONG_THANH)]}
    with pytest.raises(NotWaitingError), database.transaction() as session:
        approve_places(session, people["hung"], number, clock())


def test_a_file_about_two_communes_is_not_for_who_edits_one(
    database: Database, clock: FrozenClock, people: People
) -> None:
    facts = [office(), office(commune_code=LONG_THANH)]
    with pytest.raises(ForbiddenError), database.transaction() as session:
        bring_in_places(session, people["hai"], facts, "a.xlsx", "Đầu năm", clock())
    with database.reading() as session:
        assert list(proposed(session, Kind.OFFICE)) == []


def test_a_file_that_changes_nothing_or_says_no_reason_is_refused(
    database: Database, clock: FrozenClock, people: People
) -> None:
    told(database, clock, people, office(), Kind.OFFICE)
    with pytest.raises(NothingChangedError), database.transaction() as session:
        bring_in_places(session, people["hai"], [office()], "a.xlsx", "Đầu năm", clock())
    with pytest.raises(MissingReasonError), database.transaction() as session:
        bring_in_places(session, people["hai"], [note()], "a.xlsx", " ", clock())


def test_a_file_can_be_given_up(database: Database, clock: FrozenClock, people: People) -> None:
    with database.transaction() as session:
        number = bring_in_places(session, people["hai"], [office(), note()], "a.xlsx", "Đầu năm", clock()).id
    with database.transaction() as session:
        give_up_places(session, people["hai"], number, clock())
    with database.reading() as session:
        assert [row for kind in Kind for row in proposed(session, kind)] == []
