"""What is in the queue, from which day on, and whom it touches."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from knowledge_base.clock import today
from knowledge_base.database import Database
from knowledge_base.errors import DataFileError
from knowledge_base.expiry.acts import LegalAct, load_acts
from knowledge_base.expiry.queue import Ending, Subject, leaning_on, queue
from knowledge_base.places.schema import PlacesFile
from knowledge_base.places.service import publish_file
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from tests.conftest import FrozenClock
from tests.knowledge_base.expiry.conftest import act, document
from tests.knowledge_base.places.conftest import fee, office


def endings(
    database: Database, clock: FrozenClock, *documents: ProcedureDocument, acts: list[LegalAct] | None = None
) -> list[Ending]:
    """The queue of the clock's day."""
    with database.transaction() as session:
        publish_files(session, documents, clock())
    told = Library(database, clock).current().documents
    with database.reading() as session:
        return queue(session, told, acts or [], today(clock))


@pytest.mark.parametrize(
    ("days", "threshold"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, 0), (-90, 0)],
)
def test_the_bounds_are_sixty_thirty_and_seven_days(days: int, threshold: int | None) -> None:
    day = date(2026, 11, 24)
    assert Ending(Subject.ACT, "1/2025", "", day + timedelta(days=days)).threshold(day) == threshold


def test_a_version_enters_sixty_days_before_its_last_day(database: Database, clock: FrozenClock) -> None:
    ends = document(effective_to=date(2027, 1, 24))
    assert endings(database, clock, ends) == []
    clock.advance(days=1)
    (found,) = endings(database, clock, ends)
    assert (found.kind, found.subject, found.last, found.days_left(today(clock))) == (
        Subject.VERSION,
        "1.000001",
        date(2027, 1, 24),
        60,
    )


def test_a_version_that_is_over_stays_in_the_queue(database: Database, clock: FrozenClock) -> None:
    (found,) = endings(database, clock, document(effective_to=date(2026, 11, 1)))
    assert found.days_left(today(clock)) == -23


def test_what_a_later_version_takes_over_does_not_end(database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        publish_files(session, [document()], clock())
    assert endings(database, clock, document(effective_from=date(2026, 12, 1), name="Bản mới")) == []


def test_an_act_flags_every_procedure_that_leans_on_it(database: Database, clock: FrozenClock) -> None:
    leaning = {"legal_bases": [{"number": "120/2025/NĐ-CP"}]}
    documents = [document("1.000001", **leaning), document("1.000002", **leaning), document("1.000003")]
    acts = [act("120/2025/NĐ-CP", date(2027, 2, 28)), act("9/2020/NĐ-CP", date(2026, 1, 1))]
    (found,) = endings(database, clock, *documents, acts=acts)
    assert (found.subject, found.procedures) == ("120/2025/NĐ-CP", ("1.000001", "1.000002"))
    assert found.threshold(today(clock)) is None


def test_offices_and_fees_that_end_are_there_unless_followed(database: Database, clock: FrozenClock) -> None:
    soon = date(2026, 12, 1)
    file = PlacesFile(
        offices=[office(effective_to=soon), office(address="Số 2", effective_from=date(2026, 12, 2))],
        fees=[fee(effective_to=soon)],
    )
    with database.transaction() as session:
        publish_file(session, file, clock())
    (found,) = endings(database, clock)
    assert (found.kind, found.subject, found.name) == (Subject.FEE, "1.001193", "Khai sinh quá hạn")


@cache
def leaning_on_ours() -> dict[str, list[str]]:
    """Of the files, read once."""
    return leaning_on({one.code: one for one in load_folder()})


class TestOurActs:
    """The data file as it is."""

    def test_the_civil_status_law_and_the_decentralisation_decree_flag_their_procedures(self) -> None:
        leaning = leaning_on_ours()
        acts = {one.number: one for one in load_acts()}
        assert acts["60/2014/QH13"].effective_to == acts["120/2025/NĐ-CP"].effective_to == date(2027, 2, 28)
        assert acts["60/2014/QH13"].repealed_by == "03/2026/QH16"
        assert acts["03/2026/QH16"].effective_from == date(2027, 3, 1)
        assert "1.001193" in leaning["60/2014/QH13"]
        assert len(leaning["120/2025/NĐ-CP"]) >= 30

    def test_numbers_are_written_as_procedures_cite_them(self) -> None:
        assert sum(one.number in leaning_on_ours() for one in load_acts()) >= 15


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- {number: 1/2025, title: A, source: B}\n- {number: 1/2025, title: C, source: D}", "twice: 1/2025"),
        ("- {number: 1/2025, title: A}", "source"),
        ("- {number: 1, title: A, source: B, effective_from: 2026-02-01, effective_to: 2026-01-01}", "0"),
        ("[", "legal_acts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "legal_acts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=reason):
        load_acts(path)
