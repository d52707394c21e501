"""The whole import: read, map, publish, report; in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from knowledge_base.clock import VIETNAM
from knowledge_base.database import Database
from knowledge_base.portal.document import Skipped, mapped
from knowledge_base.portal.read import Member, PortalDumpError, day_of, read_dump
from knowledge_base.portal.report import ImportReport
from knowledge_base.portal.store import store
from knowledge_base.procedures.schema import ProcedureDocument

type Progress = Callable[[int, int], None]
"""Told how many of how many records are done."""


def import_portal(
    database: Database,
    path: Path,
    now: datetime,
    *,
    day: date | None = None,
    partial: bool = False,
    progress: Progress = lambda *_: None,
) -> ImportReport:
    """Import a dump. Raises PortalDumpError, OlderDumpError, TooManyGoneError, and then nothing was changed."""
    members = read_dump(path)
    day = day or day_of(path)
    if day > now.astimezone(VIETNAM).date():
        raise PortalDumpError(path=str(path), reason=f"its day {day.isoformat()} lies in the future")
    documents, skipped = _map(members, day, progress)
    not_read = {record.code for record in skipped if record.reason not in ("not_commune", "other_province")}
    with database.transaction() as session:
        stored = store(session, documents, not_read, day, now, partial=partial)
    return ImportReport(str(path), day, list(documents), skipped, stored)


def _map(members: list[Member], day: date, progress: Progress) -> tuple[dict[str, ProcedureDocument], list[Skipped]]:
    documents: dict[str, ProcedureDocument] = {}
    skipped: list[Skipped] = []
    for count, member in enumerate(members, start=1):
        match mapped(member, day):
            case Skipped() as record:
                skipped.append(record)
            case document if document.code in documents:
                skipped.append(Skipped(member.name, document.code, "twice"))
            case document:
                documents[document.code] = document
        progress(count, len(members))
    return documents, skipped
