"""What is particular to a place: proposed by one, approved by another, told from its first day to its last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge_base.database import Database
from knowledge_base.editing.errors import NotWaitingError, SecondPersonError
from knowledge_base.errors import DataFileError, ForbiddenError
from knowledge_base.places.file import FILE, dump_places, load_places
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.places.schema import PlacesFile
from knowledge_base.places.service import (
    Kind,
    approve,
    as_file,
    drop,
    propose,
    publish_file,
    published,
    withdraw,
)
from knowledge_base.units.service import Units
from tests.conftest import FrozenClock
from tests.knowledge_base.places.conftest import BIRTH, TRAN_BIEN, People, fee, office

UNITS = Units.load()
TODAY = date(2026, 11, 24)


def publish(database: Database, people: People, clock: FrozenClock, *facts: object) -> list[int]:
    """Proposed by Lan, approved by Hùng."""
    numbers = []
    for fact in facts:
        with database.transaction() as session:
            row = propose(session, people["lan"], fact, clock())  # type: ignore[arg-type]
        kind = Kind.OFFICE if row.__tablename__ == "commune_offices" else Kind.FEE
        with database.transaction() as session:
            approve(session, people["hung"], kind, row.id, clock())
        numbers.append(row.id)
    return numbers


def test_nothing_is_told_before_a_second_person_approved(
    database: Database, people: People, clock: FrozenClock
) -> None:
    library = PlacesLibrary(database, clock)
    with database.transaction() as session:
        row = propose(session, people["hung"], office(), clock())
    assert library.current().offices == {}
    with pytest.raises(SecondPersonError), database.transaction() as session:
        approve(session, people["hung"], Kind.OFFICE, row.id, clock())
    with pytest.raises(ForbiddenError), database.transaction() as session:
        approve(session, people["lan"], Kind.OFFICE, row.id, clock())
    with database.transaction() as session:
        approve(session, people["minh"], Kind.OFFICE, row.id, clock())
    assert [one.address for one in library.current().offices[TRAN_BIEN]] == ["Số 1 đường Thử Nghiệm"]


def test_an_officer_of_a_commune_writes_nothing(database: Database, people: People, clock: FrozenClock) -> None:
    with pytest.raises(ForbiddenError), database.transaction() as session:
        propose(session, people["an"], office(), clock())


def test_a_new_address_is_told_from_its_day_and_the_old_one_until_then(
    database: Database, people: People, clock: FrozenClock
) -> None:
    library = PlacesLibrary(database, clock)
    moved = office(address="Số 2 đường Mới", effective_from=date(2026, 12, 1))
    publish(database, people, clock, office(), moved)
    assert [one.address for one in library.current().offices[TRAN_BIEN]] == ["Số 1 đường Thử Nghiệm"]
    clock.advance(days=7)
    assert [one.address for one in library.current().offices[TRAN_BIEN]] == ["Số 2 đường Mới"]


def test_two_counters_of_one_commune_stand_side_by_side(database: Database, people: People, clock: FrozenClock) -> None:
    publish(database, people, clock, office(), office(counter="Công an phường", address="Số 9 đường Thử"))
    assert len(PlacesLibrary(database, clock).current().offices[TRAN_BIEN]) == 2


def test_a_communes_own_fee_goes_before_the_citys(database: Database, people: People, clock: FrozenClock) -> None:
    own = fee(commune_code=TRAN_BIEN, amount=3000)
    publish(database, people, clock, fee(), own, fee(what="Bản sao", amount=8000))
    places = PlacesLibrary(database, clock).current()
    assert [one.amount for one in places.fees_of(BIRTH, TRAN_BIEN)] == [3000, 8000]
    assert sorted(one.amount for one in places.fees_of(BIRTH, "26368")) == [5000, 8000]
    assert places.fees_of("1.004222", TRAN_BIEN) == []


def test_only_a_verified_fee_of_the_whole_city_settles_it(
    database: Database, people: People, clock: FrozenClock
) -> None:
    own, unsure = fee(commune_code=TRAN_BIEN), fee(certainty="unverified", what="Khác")
    publish(database, people, clock, own, unsure)
    library = PlacesLibrary(database, clock)
    assert library.current().resolved == frozenset()
    publish(database, people, clock, fee())
    assert library.current().resolved == {BIRTH}


def test_what_was_dropped_or_withdrawn_is_not_told(database: Database, people: People, clock: FrozenClock) -> None:
    (number,) = publish(database, people, clock, office())
    with database.transaction() as session:
        row = propose(session, people["lan"], office(address="Số 3"), clock())
        drop(session, people["lan"], Kind.OFFICE, row.id, clock())
    with pytest.raises(NotWaitingError), database.transaction() as session:
        approve(session, people["hung"], Kind.OFFICE, row.id, clock())
    with database.transaction() as session:
        withdraw(session, people["hung"], Kind.OFFICE, number, "Trụ sở đã chuyển", clock())
    assert PlacesLibrary(database, clock).current().offices == {}


class TestFile:
    """The data file and what editors wrote live side by side."""

    def test_ours_is_read_whole(self) -> None:
        assert load_places(UNITS, {BIRTH}, TODAY, FILE) == PlacesFile()

    def test_loading_twice_changes_nothing(self, database: Database, clock: FrozenClock) -> None:
        file = PlacesFile(offices=[office()], fees=[fee()])
        with database.transaction() as session:
            assert publish_file(session, file, clock()) == 2
        with database.transaction() as session:
            assert publish_file(session, file, clock()) == 0
        with database.transaction() as session:
            assert publish_file(session, PlacesFile(fees=[fee(amount=6000)]), clock()) == 3
        places = PlacesLibrary(database, clock).current()
        assert (places.offices, [one.amount for one in places.fees[BIRTH]]) == ({}, [6000])

    def test_it_never_replaces_what_an_editor_wrote(
        self, database: Database, people: People, clock: FrozenClock
    ) -> None:
        publish(database, people, clock, office(address="Số 5, do biên tập viên ghi"))
        with database.transaction() as session:
            publish_file(session, PlacesFile(offices=[office()]), clock())
            rows = published(session, Kind.OFFICE)
        assert [row.address for row in rows if hasattr(row, "address")] == ["Số 5, do biên tập viên ghi"]

    def test_what_is_exported_can_be_loaded_again(
        self, database: Database, people: People, clock: FrozenClock, tmp_path: Path
    ) -> None:
        publish(database, people, clock, office(phone="0251 3822 001"), fee())
        with database.reading() as session:
            held = as_file(session)
        path = tmp_path / "offices.yaml"
        path.write_text(dump_places(held), encoding="utf-8")
        assert load_places(UNITS, {BIRTH}, TODAY, path) == held

    def test_every_problem_is_named_and_nothing_is_read(self, tmp_path: Path) -> None:
        wrong = PlacesFile(
            offices=[office(commune_code="00000"), office(last_checked=date(2027, 1, 1)), office()],
            fees=[fee(procedure_code="9.999999")],
        )
        path = tmp_path / "offices.yaml"
        path.write_text(dump_places(wrong), encoding="utf-8")
        with pytest.raises(DataFileError) as error:
            load_places(UNITS, {BIRTH}, TODAY, path)
        assert str(error.value).splitlines() == [
            "offices.yaml: offices.0.commune_code: unknown_commune",
            "offices.yaml: offices.1.last_checked: in_future",
            "offices.yaml: offices.2: twice",
            "offices.yaml: fees.0.procedure_code: unknown_procedure",
        ]

    @pytest.mark.parametrize(
        "text", ["offices: [{address: x}]", "offices: [", "fees: [{amount: -1}]", "- 1", "offices: [{phone: abc}]"]
    )
    def test_what_is_no_file_is_refused(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "offices.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError, match=r"offices\.yaml"):
            load_places(UNITS, {BIRTH}, TODAY, path)
