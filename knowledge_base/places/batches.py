"""Facts about many places at once, from a file: all of them wait for a second person together, or none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.editing.batches import LONGEST_NAME
from knowledge_base.editing.errors import MissingReasonError, NothingChangedError, NotWaitingError
from knowledge_base.editing.models import Batch
from knowledge_base.editing.roles import writes_in
from knowledge_base.errors import NotFoundError
from knowledge_base.places.models import LocalRow, LocalState
from knowledge_base.places.schema import Local
from knowledge_base.places.service import TABLES, Kind, discard, document_of, kind_of, propose, publish, published
from knowledge_base.procedures.service import bump_revision, one_at_a_time
from knowledge_base.staff.models import Staff


@dataclass(frozen=True)
class Compared:
    """A proposal beside what it replaces; None: nothing was told about it."""

    row: LocalRow
    before: Local | None


def bring_in_places(
    session: Session, staff: Staff, facts: Sequence[Local], file_name: str, why: str, now: datetime
) -> Batch:
    """Propose what differs from what is published. Raises NothingChangedError if nothing does, ForbiddenError."""
    if not why.strip():
        raise MissingReasonError
    held = {document_of(row).model_dump_json() for kind in Kind for row in published(session, kind)}
    changed = [fact for fact in facts if fact.model_dump_json() not in held]
    if not changed:
        raise NothingChangedError
    batch = Batch(file_name=file_name[:LONGEST_NAME], why=why.strip(), author_id=staff.id, created_at=now)
    session.add(batch)
    session.flush()
    for fact in changed:
        propose(session, staff, fact, now, batch.id)
    return batch


def places_of(session: Session, staff: Staff, batch_id: int) -> tuple[Batch, list[LocalRow]]:
    """A batch with its rows. Raises NotFoundError, also to who has nothing to do with one of its communes."""
    batch = session.get(Batch, batch_id)
    rows = [row for kind in Kind for row in _rows(session, kind, batch_id)]
    if batch is None or not rows or not all(writes_in(staff, document_of(row).commune_code) for row in rows):
        raise NotFoundError
    return batch, rows


def compared(session: Session, rows: Sequence[LocalRow]) -> list[Compared]:
    """What each row changes."""
    told = {kind: [document_of(row) for row in published(session, kind)] for kind in Kind}
    return [Compared(row, _before(document_of(row), told[kind_of(row)])) for row in rows]


def approve_places(session: Session, staff: Staff, batch_id: int, now: datetime) -> None:
    """Publish all that still waits of a batch, or nothing. Raises SecondPersonError, NotWaitingError."""
    one_at_a_time(session)
    for row in _waiting(session, staff, batch_id):
        publish(session, staff, row, now)
    bump_revision(session)


def give_up_places(session: Session, staff: Staff, batch_id: int, now: datetime) -> None:
    """Publish nothing of a batch."""
    for row in _waiting(session, staff, batch_id):
        discard(session, staff, row, now)


def _waiting(session: Session, staff: Staff, batch_id: int) -> list[LocalRow]:
    rows = [row for row in places_of(session, staff, batch_id)[1] if row.state == LocalState.PROPOSED]
    if not rows:
        raise NotWaitingError
    return rows


def _rows(session: Session, kind: Kind, batch_id: int) -> Sequence[LocalRow]:
    table = TABLES[kind]
    return session.scalars(select(table).where(table.batch_id == batch_id).order_by(table.id)).all()


def _before(fact: Local, told: Sequence[Local]) -> Local | None:
    """What is told until the new one begins; of several the latest."""
    earlier = [old for old in told if old.key == fact.key and old.effective_from <= fact.effective_from]
    return max(earlier, key=lambda old: old.effective_from, default=None)
