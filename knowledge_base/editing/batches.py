"""Many procedures at once, from a file: all of them become submitted drafts, or none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge_base.editing.drafts import bring_in
from knowledge_base.editing.errors import MissingReasonError, NothingChangedError
from knowledge_base.editing.models import OPEN_STATES, Batch, Draft
from knowledge_base.editing.roles import require_writer
from knowledge_base.errors import NotFoundError
from knowledge_base.procedures.models import ProcedureRow, ProcedureVersion
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import checksum_of
from knowledge_base.staff.models import Staff

LONGEST_NAME = 120


def bring_in_all(
    session: Session, staff: Staff, documents: Sequence[ProcedureDocument], file_name: str, why: str, now: datetime
) -> tuple[Batch, list[Draft]]:
    """Submit what differs from what is published. Raises NothingChangedError if nothing does, OpenDraftError."""
    require_writer(staff)
    if not why.strip():
        raise MissingReasonError
    newest = _newest(session)
    changed = [item for item in documents if newest.get(item.code, (0, ""))[1] not in _checksums(item)]
    if not changed:
        raise NothingChangedError
    batch = Batch(file_name=file_name[:LONGEST_NAME], why=why.strip(), author_id=staff.id, created_at=now)
    session.add(batch)
    session.flush()
    drafts = [
        bring_in(session, staff, batch, _content(item), newest[item.code][0] if item.code in newest else None, now)
        for item in changed
    ]
    return batch, drafts


def being_edited(session: Session) -> dict[str, int]:
    """Code → id of the draft that is open."""
    return {
        row.code: row.id for row in session.execute(select(Draft.code, Draft.id).where(Draft.state.in_(OPEN_STATES)))
    }


def all_codes(session: Session) -> set[str]:
    """Every procedure there is or was."""
    return set(session.scalars(select(ProcedureRow.code)))


def trees_of(session: Session) -> dict[str, Any]:
    """The questions of every procedure that has some, in its newest version, by code."""
    tree = ProcedureVersion.document["situation"]
    rows = session.execute(select(ProcedureVersion.code, tree.label("tree")).order_by(ProcedureVersion.version))
    return {code: tree for code, tree in {row.code: row.tree for row in rows}.items() if tree}


def get_batch(session: Session, batch_id: int) -> tuple[Batch, list[Draft]]:
    """A batch with what still belongs to it. Raises NotFoundError."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFoundError
    rows = select(Draft).where(Draft.batch_id == batch_id).order_by(Draft.code)
    return batch, list(session.scalars(rows))


def waiting_batches(session: Session) -> list[tuple[Batch, int]]:
    """Batches of which something still waits, with how much."""
    rows = (
        select(Batch, func.count(Draft.id))
        .join(Draft, Draft.batch_id == Batch.id)
        .where(Draft.state == "submitted")
        .group_by(Batch.id)
        .order_by(Batch.id.desc())
    )
    return [(batch, count) for batch, count in session.execute(rows)]


def _newest(session: Session) -> dict[str, tuple[int, str]]:
    rows = session.execute(
        select(
            ProcedureVersion.code, ProcedureVersion.version, ProcedureVersion.checksum, ProcedureVersion.state
        ).order_by(ProcedureVersion.version)
    )
    return {row.code: (row.version, row.checksum if row.state == "published" else "") for row in rows}


def _checksums(document: ProcedureDocument) -> set[str]:
    """Of the procedure; a file does not tell whether it is still as the portal published it."""
    return {checksum_of(document.model_copy(update={"as_published": value})) for value in (True, False)}


def _content(document: ProcedureDocument) -> Mapping[str, Any]:
    return document.model_dump(mode="json")
