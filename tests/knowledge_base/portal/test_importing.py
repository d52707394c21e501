"""Imports into the published knowledge: below what people wrote, again without effect, with what changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from knowledge_base.database import Database
from knowledge_base.portal.importer import import_portal
from knowledge_base.portal.read import PortalDumpError
from knowledge_base.portal.report import ImportReport
from knowledge_base.portal.store import OlderDumpError, TooManyGoneError
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import KnowledgeRevision, ProcedureVersion, VersionOrigin, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from knowledge_base.search.taught import load_taught
from knowledge_base.understanding.knowledge import Knowledge
from tests.conftest import FrozenClock
from tests.knowledge_base.portal.records import WAYS, record, write_dump

JULY, AUGUST = date(2026, 7, 20), date(2026, 8, 20)


class Portal:
    """Dumps of made-up records, imported one after the other."""

    def __init__(self, database: Database, clock: FrozenClock, folder: Path) -> None:
        self.database = database
        self.clock = clock
        self.folder = folder
        self.count = 0

    def take(self, *records: dict[str, Any], day: date = JULY, partial: bool = False) -> ImportReport:
        self.count += 1
        folder = write_dump(self.folder / str(self.count), *records)
        return import_portal(self.database, folder, self.clock(), day=day, partial=partial)

    def told(self) -> dict[str, ProcedureDocument]:
        return dict(Library(self.database, self.clock).current().documents)

    def revision(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(KnowledgeRevision.number)) or 0


@pytest.fixture
def portal(database: Database, clock: FrozenClock, tmp_path: Path) -> Portal:
    return Portal(database, clock, tmp_path)


def edit(portal: Portal, document: ProcedureDocument, state: VersionState = VersionState.PUBLISHED) -> None:
    """What an editor does: a newer version of their own, the older ones retired."""
    with portal.database.transaction() as session:
        for row in session.scalars(select(ProcedureVersion).where(ProcedureVersion.code == document.code)):
            row.state = VersionState.RETIRED
        session.add(
            ProcedureVersion(
                code=document.code,
                version=9,
                state=state,
                origin=VersionOrigin.EDITOR,
                document=document.model_dump(mode="json"),
                checksum="e",
                effective_from=document.effective_from,
                last_checked=document.last_checked,
                created_at=portal.clock(),
            )
        )


def test_every_record_is_mapped_or_reported(portal: Portal) -> None:
    folder = write_dump(portal.folder / "d", record(), record("9.000002", cap_thuc_hien="Cấp bộ"))
    (folder / "bo-thu" / "9.000003.json").write_bytes(b"\xff")
    (folder / "bo-thu" / "9.000004.json").write_text("{", encoding="utf-8")
    write_dump(folder / "bo-khac", record())
    report = import_portal(portal.database, folder, portal.clock(), day=JULY)
    assert report.total == 5
    assert report.mapped == report.stored.added == ["9.000001"]
    assert report.reasons() == {"not_commune": 1, "not_utf8": 1, "not_json": 1, "twice": 1}


def test_it_is_told_from_the_next_question_on(portal: Portal) -> None:
    knowledge = Knowledge(Library(portal.database, portal.clock), load_taught())
    assert knowledge.current().search("xin mượn ghe cộng đồng") == []
    portal.take(record(), record("9.000002", ten_thu_tuc="Thủ tục xác nhận trồng sen trong ao làng"))
    assert knowledge.current().search("tôi muốn mượn ghe của cộng đồng thì làm sao")[0].code == "9.000001"
    assert knowledge.current().search("trong sen o ao lang")[0].code == "9.000002"


def test_importing_again_changes_nothing(portal: Portal) -> None:
    portal.take(record())
    before = portal.revision()
    stored = portal.take(record()).stored
    assert stored.unchanged == ["9.000001"]
    assert portal.revision() == before


def test_a_later_import_says_what_changed(portal: Portal) -> None:
    portal.take(*(record(f"9.00000{n}") for n in (1, 2, 3)))
    before = portal.revision()
    stored = portal.take(
        record("9.000001", cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5 Ngày làm việc9,000 VNĐ", ket_qua_xu_ly="Thẻ mới"),
        record("9.000002"),
        record("9.000004"),
        day=AUGUST,
    ).stored
    assert stored.changed == {"9.000001": ["filing", "fees", "times", "results"]}
    assert (stored.confirmed, stored.withdrawn, stored.added) == (["9.000002"], ["9.000003"], ["9.000004"])
    assert portal.revision() == before + 1
    told = portal.told()
    assert sorted(told) == ["9.000001", "9.000002", "9.000004"]
    assert told["9.000001"].times[0].amount == 5
    assert (told["9.000002"].last_checked, told["9.000002"].effective_from) == (AUGUST, JULY)


def test_a_record_that_cannot_be_read_this_time_is_not_withdrawn(portal: Portal) -> None:
    portal.take(record(), record("9.000002"))
    folder = write_dump(portal.folder / "later", record("9.000002"))
    (folder / "bo-thu" / "9.000001.json").write_text("{", encoding="utf-8")
    report = import_portal(portal.database, folder, portal.clock(), day=AUGUST)
    assert report.stored.withdrawn == []
    assert "9.000001" in portal.told()


def test_a_record_that_left_the_commune_is_withdrawn(portal: Portal) -> None:
    portal.take(record())
    assert portal.take(record(cap_thuc_hien="Cấp tỉnh")).stored.withdrawn == ["9.000001"]
    assert portal.told() == {}


def test_what_a_file_says_is_kept_and_differences_are_told(portal: Portal) -> None:
    portal.take(record())
    ours = portal.told()["9.000001"].model_copy(update={"as_published": False, "papers": [], "name": "Mượn ghe"})
    with portal.database.transaction() as session:
        publish_files(session, [ours], portal.clock())
    stored = portal.take(record(so_quyet_dinh="88/QĐ-BNNMT"), day=AUGUST).stored
    assert {item.field: (item.ours, item.portal) for item in stored.kept["9.000001"]} == {
        "papers": ("0 + 0", "2 + 0"),
        "decision": ("77/QĐ-BNNMT", "88/QĐ-BNNMT"),
    }
    assert portal.told()["9.000001"].name == "Mượn ghe"


def test_what_an_editor_wrote_is_kept(portal: Portal) -> None:
    portal.take(record())
    edit(portal, portal.told()["9.000001"].model_copy(update={"name": "Mượn ghe của xã"}))
    stored = portal.take(record(ket_qua_xu_ly="Khác"), day=AUGUST).stored
    assert list(stored.kept) == ["9.000001"]
    assert portal.told()["9.000001"].name == "Mượn ghe của xã"


def test_what_an_editor_took_back_does_not_return(portal: Portal) -> None:
    portal.take(record())
    edit(portal, portal.told()["9.000001"], VersionState.RETIRED)
    assert list(portal.take(record(), day=AUGUST).stored.kept) == ["9.000001"]
    assert portal.told() == {}


def test_files_loaded_again_leave_the_portal_s_records_alone(portal: Portal) -> None:
    portal.take(record())
    with portal.database.transaction() as session:
        assert publish_files(session, [], portal.clock()).retired == []
    assert "9.000001" in portal.told()


def test_an_older_dump_changes_nothing(portal: Portal) -> None:
    portal.take(record(), day=AUGUST)
    with pytest.raises(OlderDumpError):
        portal.take(record(ket_qua_xu_ly="Cũ"), day=JULY)
    assert portal.told()["9.000001"].last_checked == AUGUST


def test_a_dump_of_the_future_is_refused(portal: Portal) -> None:
    with pytest.raises(PortalDumpError):
        portal.take(record(), day=date(2026, 11, 25))


def test_a_part_of_a_dump_withdraws_only_when_it_says_it_is_whole(portal: Portal) -> None:
    everything = [record(f"9.0000{n}") for n in range(10, 40)]
    portal.take(*everything)
    with pytest.raises(TooManyGoneError):
        portal.take(*everything[:3], day=AUGUST)
    assert len(portal.told()) == 30
    assert portal.take(*everything[:3], day=AUGUST, partial=True).stored.withdrawn == []
    assert len(portal.told()) == 30


def test_a_failure_in_the_middle_changes_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.take(record())
    taken: list[str] = []

    def fails(*_: Any) -> list[str]:
        taken.append("x")
        raise RuntimeError("power cut")

    monkeypatch.setattr("knowledge_base.portal.store.changed_fields", fails)
    with pytest.raises(RuntimeError, match="power cut"):
        portal.take(record("9.000000"), record(), day=AUGUST)
    assert taken
    assert list(portal.told()) == ["9.000001"]


def test_the_report_is_json(portal: Portal) -> None:
    report = portal.take(record(), record("9.000002", cap_thuc_hien="Cấp bộ")).as_json()
    again = json.loads(json.dumps(report))
    assert (again["total"], again["reasons"], again["added"]) == (2, {"not_commune": 1}, ["9.000001"])
    assert again["skipped"][0]["code"] == "9.000002"
