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
from knowledge_base.editing.roles import require_local_publisher, require_local_writer, writes_in
from knowledge_base.errors import NotFoundError
from knowledge_base.places.models import CommuneOffice, LocalFeeRow, LocalNoteRow, LocalOrigin, LocalRow, LocalState
from knowledge_base.places.schema import Local, LocalFee, LocalNote, Office, PlacesFile
from knowledge_base.procedures.service import bump_revision, one_at_a_time
from knowledge_base.staff.models import Staff


class Kind(StrEnum):
    """Which table; the word stands in addresses."""

    OFFICE = "noi-nop"
    FEE = "muc-thu"
    NOTE = "luu-y"


TABLES: dict[Kind, type[LocalRow]] = {Kind.OFFICE: CommuneOffice, Kind.FEE: LocalFeeRow, Kind.NOTE: LocalNoteRow}
SHAPES: dict[Kind, type[Local]] = {Kind.OFFICE: Office, Kind.FEE: LocalFee, Kind.NOTE: LocalNote}


def propose(session: Session, staff: Staff, fact: Local, now: datetime, batch_id: int | None = None) -> LocalRow:
    """Write down what a second person is to approve."""
    require_local_writer(staff, fact.commune_code)
    row = _add(session, fact, LocalState.PROPOSED, LocalOrigin.EDITOR, now)
    row.author_id, row.batch_id = staff.id, batch_id
    session.flush()
    note(session, staff, Subject.PLACE, _subject(fact), "proposed", now)
    return row


def approve(session: Session, staff: Staff, kind: Kind, row_id: int, now: datetime) -> LocalRow:
    """Publish what somebody else proposed; what it replaces ends the day before it begins."""
    one_at_a_time(session)
    row = _held(session, staff, kind, row_id, LocalState.PROPOSED)
    publish(session, staff, row, now)
    bump_revision(session)
    return row


def publish(session: Session, staff: Staff, row: LocalRow, now: datetime) -> None:
    """Approve one proposal, within a step that moves the revision."""
    fact = document_of(row)
    require_local_publisher(staff, fact.commune_code)
    if row.author_id == staff.id:
        raise SecondPersonError
    _make_way(session, row, now)
    row.state, row.approver_id = LocalState.PUBLISHED, staff.id
    note(session, staff, Subject.PLACE, _subject(fact), "approved", now)


def drop(session: Session, staff: Staff, kind: Kind, row_id: int, now: datetime) -> None:
    """Give a proposal up. Raises NotWaitingError if it was approved or dropped already."""
    discard(session, staff, _held(session, staff, kind, row_id, LocalState.PROPOSED), now)


def discard(session: Session, staff: Staff, row: LocalRow, now: datetime) -> None:
    """Give one proposal up."""
    fact = document_of(row)
    require_local_writer(staff, fact.commune_code)
    row.state = LocalState.RETIRED
    note(session, staff, Subject.PLACE, _subject(fact), "dropped", now)


def withdraw(session: Session, staff: Staff, kind: Kind, row_id: int, why: str, now: datetime) -> None:
    """Take something published back at once, with the reason: nobody is told it any more."""
    row = _held(session, staff, kind, row_id, LocalState.PUBLISHED)
    fact = document_of(row)
    require_local_publisher(staff, fact.commune_code)
    if not why:
        raise MissingReasonError
    row.state = LocalState.RETIRED
    note(session, staff, Subject.PLACE, _subject(fact), "withdrawn", now, why=why)
    bump_revision(session)


def publish_file(session: Session, file: PlacesFile, now: datetime) -> int:
    """Make the file's facts published beside what editors wrote; how many rows changed. Loading again changes none."""
    one_at_a_time(session)
    held = [row for kind in Kind for row in published(session, kind)]
    edited = {(type(row), document_of(row).key) for row in held if row.origin == LocalOrigin.EDITOR}
    mine = {_identity(row): row for row in held if row.origin == LocalOrigin.FILE}
    wanted = {fact.model_dump_json(): fact for fact in file.facts}
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
    shape = SHAPES[kind_of(row)]
    return shape.model_validate({name: getattr(row, name) for name in shape.model_fields})


def kind_of(row: LocalRow) -> Kind:
    """Which table a row belongs to."""
    return next(kind for kind, table in TABLES.items() if isinstance(row, table))


def as_file(session: Session, staff: Staff | None = None) -> PlacesFile:
    """Everything published that this person writes about, in the shape of the data file; nobody: everything."""
    told = [document_of(row) for kind in Kind for row in published(session, kind)]
    held = [fact for fact in told if staff is None or writes_in(staff, fact.commune_code)]
    return PlacesFile(
        offices=[fact for fact in held if isinstance(fact, Office)],
        fees=[fact for fact in held if isinstance(fact, LocalFee)],
        notes=[fact for fact in held if isinstance(fact, LocalNote)],
    )


def in_force(row: LocalRow, day: date) -> bool:
    """Whether it may be told on that day."""
    return row.effective_from <= day and (row.effective_to is None or row.effective_to >= day)


def _add(session: Session, fact: Local, state: LocalState, origin: LocalOrigin, now: datetime) -> LocalRow:
    row = _table(fact)(**fact.model_dump(), state=state, origin=origin, created_at=now)
    session.add(row)
    return row


def _table(fact: Local) -> type[LocalRow]:
    return next(TABLES[kind] for kind, shape in SHAPES.items() if isinstance(fact, shape))


def _identity(row: LocalRow) -> str:
    return document_of(row).model_dump_json()


def _held(session: Session, staff: Staff, kind: Kind, row_id: int, state: LocalState) -> LocalRow:
    """The row, in that state. To who has nothing to do with its commune it does not exist."""
    row = session.get(TABLES[kind], row_id, with_for_update=True)
    if row is None or not writes_in(staff, document_of(row).commune_code):
        raise NotFoundError
    if row.state != state:
        raise NotWaitingError
    return row


def _make_way(session: Session, new: LocalRow, now: datetime) -> None:
    """What is told today until the new one begins ends the day before; what would never be told again is retired."""
    key = document_of(new).key
    today, last = now.astimezone(VIETNAM).date(), new.effective_from - timedelta(days=1)
    for row in published(session, kind_of(new)):
        if document_of(row).key != key:
            continue
        if row.effective_from <= last and last >= today:
            row.effective_to = min(row.effective_to or last, last)
        elif row.effective_from <= new.effective_from:
            row.state = LocalState.RETIRED


def _subject(fact: Local) -> str:
    return " ".join(part for part in fact.key if part)[:80]
