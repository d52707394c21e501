"""Writing down what is particular to a place: one person proposes, another approves; the data file as well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.clock import VIETNAM
from knowledge_base.editing.errors import MissingReasonError, NotWaitingError, SecondPersonError
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_publisher, require_writer
from knowledge_base.errors import NotFoundError
from knowledge_base.places.models import CommuneOffice, LocalFeeRow, LocalOrigin, LocalRow, LocalState
from knowledge_base.places.schema import Local, LocalFee, Office, PlacesFile
from knowledge_base.procedures.service import bump_revision, one_at_a_time
from knowledge_base.staff.models import Staff


class Kind(StrEnum):
    """Which table; the word stands in addresses."""

    OFFICE = "noi-nop"
    FEE = "muc-thu"


TABLES: dict[Kind, type[LocalRow]] = {Kind.OFFICE: CommuneOffice, Kind.FEE: LocalFeeRow}


def propose(session: Session, staff: Staff, fact: Local, now: datetime) -> LocalRow:
    """Write down what a second person is to approve."""
    require_writer(staff)
    row = _add(session, fact, LocalState.PROPOSED, LocalOrigin.EDITOR, now)
    row.author_id = staff.id
    session.flush()
    note(session, staff, Subject.PLACE, _subject(fact), "proposed", now)
    return row


def approve(session: Session, staff: Staff, kind: Kind, row_id: int, now: datetime) -> LocalRow:
    """Publish what somebody else proposed; what it replaces ends the day before it begins."""
    require_publisher(staff)
    one_at_a_time(session)
    row = _waiting(session, kind, row_id)
    if row.author_id == staff.id:
        raise SecondPersonError
    _make_way(session, row, now)
    row.state, row.approver_id = LocalState.PUBLISHED, staff.id
    note(session, staff, Subject.PLACE, _subject(document_of(row)), "approved", now)
    bump_revision(session)
    return row


def drop(session: Session, staff: Staff, kind: Kind, row_id: int, now: datetime) -> None:
    """Give a proposal up. Raises NotWaitingError if it was approved or dropped already."""
    require_writer(staff)
    row = _waiting(session, kind, row_id)
    row.state = LocalState.RETIRED
    note(session, staff, Subject.PLACE, _subject(document_of(row)), "dropped", now)


def withdraw(session: Session, staff: Staff, kind: Kind, row_id: int, why: str, now: datetime) -> None:
    """Take something published back at once, with the reason: nobody is told it any more."""
    require_publisher(staff)
    if not why:
        raise MissingReasonError
    row = session.get(TABLES[kind], row_id, with_for_update=True)
    if row is None:
        raise NotFoundError
    if row.state != LocalState.PUBLISHED:
        raise NotWaitingError
    row.state = LocalState.RETIRED
    note(session, staff, Subject.PLACE, _subject(document_of(row)), "withdrawn", now, why=why)
    bump_revision(session)


def publish_file(session: Session, file: PlacesFile, now: datetime) -> int:
    """Make the file's facts published beside what editors wrote; how many rows changed. Loading again changes none."""
    one_at_a_time(session)
    held = [row for kind in Kind for row in published(session, kind)]
    edited = {(type(row), document_of(row).key) for row in held if row.origin == LocalOrigin.EDITOR}
    mine = {_identity(row): row for row in held if row.origin == LocalOrigin.FILE}
    facts: list[Local] = [*file.offices, *file.fees]
    wanted = {fact.model_dump_json(): fact for fact in facts}
    fresh = [fact for text, fact in wanted.items() if text not in mine and (_table(fact), fact.key) not in edited]
    gone = [row for text, row in mine.items() if text not in wanted]
    for row in gone:
        row.state = LocalState.RETIRED
    for fact in fresh:
        _add(session, fact, LocalState.PUBLISHED, LocalOrigin.FILE, now)
    if fresh or gone:
        bump_revision(session)
    return len(fresh) + len(gone)


def published(session: Session, kind: Kind) -> Sequence[LocalRow]:
    """What is published, of today or later, by place."""
    table = TABLES[kind]
    rows = session.scalars(select(table).where(table.state == LocalState.PUBLISHED))
    return sorted(rows, key=lambda row: (*document_of(row).key, row.effective_from))


def proposed(session: Session, kind: Kind) -> Sequence[LocalRow]:
    """What waits for a second person, the oldest first."""
    table = TABLES[kind]
    return list(session.scalars(select(table).where(table.state == LocalState.PROPOSED).order_by(table.id)))


def document_of(row: LocalRow) -> Local:
    """The fact a row holds."""
    shape: type[Local] = Office if isinstance(row, CommuneOffice) else LocalFee
    return shape.model_validate({name: getattr(row, name) for name in shape.model_fields})


def as_file(session: Session) -> PlacesFile:
    """Everything published, in the shape of the data file."""
    held = [document_of(row) for kind in Kind for row in published(session, kind)]
    return PlacesFile(
        offices=[fact for fact in held if isinstance(fact, Office)],
        fees=[fact for fact in held if isinstance(fact, LocalFee)],
    )


def in_force(row: LocalRow, day: date) -> bool:
    """Whether it may be told on that day."""
    return row.effective_from <= day and (row.effective_to is None or row.effective_to >= day)


def _add(session: Session, fact: Local, state: LocalState, origin: LocalOrigin, now: datetime) -> LocalRow:
    row = _table(fact)(**fact.model_dump(), state=state, origin=origin, created_at=now)
    session.add(row)
    return row


def _table(fact: Local) -> type[LocalRow]:
    return CommuneOffice if isinstance(fact, Office) else LocalFeeRow


def _identity(row: LocalRow) -> str:
    return document_of(row).model_dump_json()


def _waiting(session: Session, kind: Kind, row_id: int) -> LocalRow:
    row = session.get(TABLES[kind], row_id, with_for_update=True)
    if row is None:
        raise NotFoundError
    if row.state != LocalState.PROPOSED:
        raise NotWaitingError
    return row


def _make_way(session: Session, new: LocalRow, now: datetime) -> None:
    """What is told today until the new one begins ends the day before; what would never be told again is retired."""
    kind = Kind.OFFICE if isinstance(new, CommuneOffice) else Kind.FEE
    today, last = now.astimezone(VIETNAM).date(), new.effective_from - timedelta(days=1)
    for row in published(session, kind):
        if document_of(row).key != document_of(new).key:
            continue
        if row.effective_from <= last and last >= today:
            row.effective_to = min(row.effective_to or last, last)
        elif row.effective_from <= new.effective_from:
            row.state = LocalState.RETIRED


def _subject(fact: Local) -> str:
    return " ".join(part for part in fact.key if part)[:80]
