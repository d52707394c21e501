"""Today's published knowledge, held in memory and re-read when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge_base.clock import Clock, now, today
from knowledge_base.database import Database
from knowledge_base.procedures.models import KnowledgeRevision, ProcedureVersion, VersionState
from knowledge_base.procedures.schema import ProcedureDocument


@dataclass(frozen=True)
class Snapshot:
    """What may be told on one day: published versions in force on it, by code."""

    revision: int
    day: date
    documents: Mapping[str, ProcedureDocument]


class Library:
    """Safe to share between threads. An edit is seen by the next call, on every process."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._held: Snapshot | None = None

    def current(self) -> Snapshot:
        """The knowledge of this moment; one tiny query when nothing changed."""
        day = today(self._clock)
        with self._lock, self._database.reading() as session:
            revision = session.scalar(select(KnowledgeRevision.number)) or 0
            if self._held is None or (self._held.revision, self._held.day) != (revision, day):
                self._held = Snapshot(revision, day, _documents(session, day))
            return self._held


def _documents(session: Session, day: date) -> dict[str, ProcedureDocument]:
    in_force = (
        select(ProcedureVersion)
        .where(
            ProcedureVersion.state == VersionState.PUBLISHED,
            ProcedureVersion.effective_from <= day,
            or_(ProcedureVersion.effective_to.is_(None), ProcedureVersion.effective_to >= day),
        )
        .order_by(ProcedureVersion.version)
    )
    return {row.code: ProcedureDocument.model_validate(row.document) for row in session.scalars(in_force)}
