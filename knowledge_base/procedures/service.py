"""Publishing: puts procedure files into the database, version by version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.clock import VIETNAM
from knowledge_base.procedures.models import (
    KnowledgeRevision,
    ProcedureRow,
    ProcedureVersion,
    VersionOrigin,
    VersionState,
)
from knowledge_base.procedures.schema import ProcedureDocument


@dataclass(frozen=True)
class PublishReport:
    """What a load of files changed, in codes. ``kept``: an editor's version stands, the file is not used."""

    added: list[str]
    changed: list[str]
    retired: list[str]
    kept: list[str]

    @property
    def moved(self) -> bool:
        """Whether citizens will read anything new."""
        return bool(self.added or self.changed or self.retired)


def publish_files(session: Session, documents: Sequence[ProcedureDocument], now: datetime) -> PublishReport:
    """Make the files the published knowledge; an editor's version is never replaced. Loading again changes nothing."""
    one_at_a_time(session)
    published, edited = published_versions(session), edited_codes(session)
    report = PublishReport([], [], [], [])
    for document in documents:
        if document.code in edited:
            report.kept.append(document.code)
        elif add_version(session, document, older := published.get(document.code, []), VersionOrigin.FILE, now):
            (report.changed if older else report.added).append(document.code)
    for code in sorted(published.keys() - {document.code for document in documents} - edited):
        if published[code][-1].origin == VersionOrigin.FILE:
            retire(published[code])
            report.retired.append(code)
    if report.moved:
        bump_revision(session)
    return report


def bump_revision(session: Session) -> None:
    """Tell every process that the knowledge changed; call it in the transaction that changes it."""
    row = session.get(KnowledgeRevision, 1, with_for_update=True)
    if row is None:
        session.add(KnowledgeRevision(id=1, number=1))
    else:
        row.number += 1


def current_revision(session: Session) -> int:
    """The number that moves with every publication."""
    return session.scalar(select(KnowledgeRevision.number)) or 0


def one_at_a_time(session: Session) -> None:
    """Wait for whoever else is loading, until the end of this transaction."""
    row = select(KnowledgeRevision).with_for_update()
    if session.scalars(row).first() is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(KnowledgeRevision(id=1, number=0))
        session.scalars(row).one()


def add_version(
    session: Session,
    document: ProcedureDocument,
    older: Sequence[ProcedureVersion],
    origin: VersionOrigin,
    now: datetime,
) -> bool:
    """Publish a version in the place of the older ones; False if it says exactly what the newest one says."""
    if older and older[-1].checksum == checksum_of(document):
        return False
    _make_way(older, document.effective_from, now.astimezone(VIETNAM).date())
    new_version(session, document, origin, now)
    return True


def new_version(
    session: Session, document: ProcedureDocument, origin: VersionOrigin, now: datetime
) -> ProcedureVersion:
    """Add the procedure's next version, published; what makes way for it is the caller's to say."""
    row = session.get(ProcedureRow, document.code)
    if row is None:
        session.add(ProcedureRow(code=document.code, field=document.field))
        session.flush()
    else:
        row.field = document.field
    version = _version(document, newest_number(session, document.code) + 1, origin, now)
    session.add(version)
    return version


def _make_way(older: Sequence[ProcedureVersion], effective_from: date, today: date) -> None:
    """What is replaced is retired; what is still told until the new version comes into force ends the day before."""
    last = effective_from - timedelta(days=1)
    for version in older:
        if version.effective_from <= today <= last:
            version.effective_to = min(version.effective_to or last, last)
        else:
            retire([version])


def retire(versions: Sequence[ProcedureVersion]) -> None:
    """Take versions back: nobody is told them any more."""
    for version in versions:
        version.state = VersionState.RETIRED


def _version(document: ProcedureDocument, number: int, origin: VersionOrigin, now: datetime) -> ProcedureVersion:
    return ProcedureVersion(
        code=document.code,
        version=number,
        state=VersionState.PUBLISHED,
        origin=origin,
        document=document.model_dump(mode="json"),
        checksum=checksum_of(document),
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        last_checked=document.last_checked,
        created_at=now,
    )


def published_versions(session: Session) -> dict[str, list[ProcedureVersion]]:
    """By code, the newest last; more than one while a version waits for its day."""
    newest_last = select(ProcedureVersion).where(ProcedureVersion.state == VersionState.PUBLISHED)
    by_code: dict[str, list[ProcedureVersion]] = {}
    for row in session.scalars(newest_last.order_by(ProcedureVersion.version)):
        by_code.setdefault(row.code, []).append(row)
    return by_code


def edited_codes(session: Session) -> set[str]:
    """Procedures that an editor wrote about, or took back: files have no say in them any more."""
    written = (ProcedureVersion.origin == VersionOrigin.EDITOR, ProcedureVersion.state != VersionState.DRAFT)
    return set(session.scalars(select(ProcedureVersion.code).where(*written)))


def newest_number(session: Session, code: str) -> int:
    """Number of the newest version, in whatever state; 0 if there is none."""
    return session.scalar(select(func.max(ProcedureVersion.version)).where(ProcedureVersion.code == code)) or 0


def checksum_of(document: ProcedureDocument) -> str:
    """Alike for documents that say the same; one without questions says what it said before there were any."""
    asks = document.situation is not None
    told = document.model_dump(mode="json", exclude=None if asks else {"situation"})
    content = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
