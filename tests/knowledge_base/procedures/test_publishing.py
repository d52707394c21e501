"""Files become versions; an editor's version stays; every process sees an edit with its next question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import KnowledgeRevision, ProcedureVersion, VersionOrigin, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import PublishReport, bump_revision, publish_files
from tests.conftest import FrozenClock
from tests.knowledge_base.procedures.conftest import Make

CODE, OTHER = "1.000001", "1.000002"


def publish(database: Database, clock: FrozenClock, *documents: ProcedureDocument) -> PublishReport:
    with database.transaction() as session:
        return publish_files(session, documents, clock())


def versions(database: Database, code: str = CODE) -> list[tuple[int, str, str]]:
    with database.reading() as session:
        rows = session.scalars(select(ProcedureVersion).filter_by(code=code).order_by(ProcedureVersion.version))
        return [(row.version, row.state, row.document["name"]) for row in rows]


def revision(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(KnowledgeRevision.number)) or 0


def test_a_first_load_publishes_and_a_second_changes_nothing(
    database: Database, clock: FrozenClock, make: Make
) -> None:
    documents = [make(), make(OTHER)]
    first = publish(database, clock, *documents)
    assert (first.added, first.moved) == ([CODE, OTHER], True)
    before = revision(database)
    again = publish(database, clock, *documents)
    assert again == PublishReport([], [], [], [])
    assert not again.moved
    assert revision(database) == before == 1
    assert versions(database) == [(1, "published", "Đăng ký thử")]


def test_a_changed_file_becomes_the_next_version_and_the_old_one_stays_readable(
    database: Database, clock: FrozenClock, make: Make
) -> None:
    publish(database, clock, make(), make(OTHER))
    report = publish(database, clock, make(name="Đăng ký mới"), make(OTHER))
    assert (report.changed, report.added, report.retired) == ([CODE], [], [])
    assert versions(database) == [(1, "retired", "Đăng ký thử"), (2, "published", "Đăng ký mới")]
    assert revision(database) == 2


def test_a_file_that_is_gone_is_retired_and_may_come_back(database: Database, clock: FrozenClock, make: Make) -> None:
    publish(database, clock, make(), make(OTHER))
    assert publish(database, clock, make(OTHER)).retired == [CODE]
    assert publish(database, clock, make(OTHER)).retired == []
    assert publish(database, clock, make(), make(OTHER)).added == [CODE]
    assert [version[:2] for version in versions(database)] == [(1, "retired"), (2, "published")]


def write_by_hand(database: Database, clock: FrozenClock, document: ProcedureDocument) -> None:
    with database.transaction() as session:
        old = session.scalars(select(ProcedureVersion).filter_by(code=document.code, state="published")).one()
        old.state = VersionState.RETIRED
        session.add(
            ProcedureVersion(
                code=document.code,
                version=old.version + 1,
                state=VersionState.PUBLISHED,
                origin=VersionOrigin.EDITOR,
                document=document.model_dump(mode="json"),
                checksum="by hand",
                effective_from=document.effective_from,
                effective_to=document.effective_to,
                last_checked=document.last_checked,
                created_at=clock(),
            )
        )
        bump_revision(session)


def test_an_editors_version_outlives_every_load(database: Database, clock: FrozenClock, make: Make) -> None:
    publish(database, clock, make())
    write_by_hand(database, clock, make(name="Sửa tay"))
    report = publish(database, clock, make(name="Từ tệp"))
    assert (report.kept, report.moved) == ([CODE], False)
    assert publish(database, clock, make(OTHER)).retired == []
    assert versions(database) == [(1, "retired", "Đăng ký thử"), (2, "published", "Sửa tay")]


def test_two_processes_loading_at_once_publish_once(database: Database, clock: FrozenClock, make: Make) -> None:
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: publish(database, clock, make()), range(4)))
    assert sorted(len(report.added) for report in reports) == [0, 0, 0, 1]
    assert versions(database) == [(1, "published", "Đăng ký thử")]


def test_an_edit_is_seen_at_once_by_every_library(database: Database, clock: FrozenClock, make: Make) -> None:
    here, there = Library(database, clock), Library(database, clock)
    assert not here.current().documents
    publish(database, clock, make())
    assert there.current().documents[CODE].name == "Đăng ký thử"
    write_by_hand(database, clock, make(name="Sửa tay"))
    assert [library.current().documents[CODE].name for library in (here, there)] == ["Sửa tay", "Sửa tay"]


def test_nothing_is_read_again_while_nothing_changed(database: Database, clock: FrozenClock, make: Make) -> None:
    publish(database, clock, make())
    library = Library(database, clock)
    held = library.current()
    publish(database, clock, make())
    assert library.current() is held


def test_an_edit_that_was_rolled_back_is_never_seen(database: Database, clock: FrozenClock, make: Make) -> None:
    publish(database, clock, make())
    library = Library(database, clock)

    def publish_in_vain() -> None:
        with database.transaction() as session:
            publish_files(session, [make(name="Nửa vời")], clock())
            raise RuntimeError("the second file was unreadable")

    with pytest.raises(RuntimeError):
        publish_in_vain()
    assert library.current().documents[CODE].name == "Đăng ký thử"
    assert revision(database) == 1


@pytest.mark.parametrize(
    ("day", "served"),
    [("2026-06-30", False), ("2026-07-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_procedure_is_told_only_while_it_is_in_force(
    database: Database, clock: FrozenClock, make: Make, day: str, served: bool
) -> None:
    publish(database, clock, make(effective_from=date(2026, 7, 1), effective_to=date(2026, 12, 31)))
    clock.at = datetime.fromisoformat(f"{day}T05:00:00+00:00")
    assert (CODE in Library(database, clock).current().documents) is served


def test_midnight_in_viet_nam_changes_what_is_in_force(database: Database, clock: FrozenClock, make: Make) -> None:
    publish(database, clock, make(effective_to=date(2026, 12, 31)))
    library = Library(database, clock)
    clock.at = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Viet Nam
    assert CODE in library.current().documents
    clock.advance(minutes=1)
    assert CODE not in library.current().documents


def test_a_version_of_the_future_does_not_silence_the_one_of_today(
    database: Database, clock: FrozenClock, make: Make
) -> None:
    publish(database, clock, make(name="Luật cũ", effective_to=date(2027, 2, 28)))
    publish(database, clock, make(name="Luật mới", effective_from=date(2027, 3, 1)))
    library = Library(database, clock)
    assert library.current().documents[CODE].name == "Luật cũ"
    clock.at = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
    assert library.current().documents[CODE].name == "Luật mới"


def test_a_corrected_version_of_the_future_still_waits_for_its_day(
    database: Database, clock: FrozenClock, make: Make
) -> None:
    publish(database, clock, make(name="Luật cũ"))
    publish(database, clock, make(name="Luật mới", effective_from=date(2027, 3, 1)))
    publish(database, clock, make(name="Luật mới, đã sửa", effective_from=date(2027, 3, 1)))
    assert [state for _, state, _ in versions(database)] == ["published", "retired", "published"]
    library = Library(database, clock)
    assert library.current().documents[CODE].name == "Luật cũ"
    clock.at = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
    assert library.current().documents[CODE].name == "Luật mới, đã sửa"
    assert publish(database, clock).retired == [CODE]
    assert not library.current().documents
