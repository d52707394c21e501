"""Today's published knowledge, held in memory and re-read when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge_base.clock import Clock, now, today
from knowledge_base.database import Database
from knowledge_base.procedures.models import KnowledgeRevision, ProcedureVersion, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.switches.models import SwitchKind
from knowledge_base.switches.service import Off, active

type Documents = Mapping[str, ProcedureDocument]
type _Key = tuple[int, str]  # id and checksum of a version


@dataclass(frozen=True)
class Snapshot:
    """What may be told on one day: published versions in force on it, by code; and what is switched off."""

    revision: int
    day: date
    documents: Documents
    switches: tuple[Off, ...] = ()

    def off(self, document: ProcedureDocument) -> Off | None:
        """Why nothing is told about a procedure for now; the newest reason."""
        return next((switch for switch in self.switches if switch.covers(document)), None)

    @property
    def told(self) -> Documents:
        """The procedures that are not switched off."""
        if not self.switches:
            return self.documents
        return {code: document for code, document in self.documents.items() if self.off(document) is None}


class Library:
    """Safe to share between threads. An edit is seen by the next call, on every process."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._held: Snapshot | None = None
        self._read: dict[_Key, ProcedureDocument] = {}

    def current(self) -> Snapshot:
        """The knowledge of this moment; one tiny query when nothing changed."""
        day = today(self._clock)
        with self._lock, self._database.reading() as session:
            revision = session.scalar(select(KnowledgeRevision.number)) or 0
            if self._held is None or (self._held.revision, self._held.day) != (revision, day):
                self._held = Snapshot(revision, day, self._documents(session, day), self._switches(session))
            if any(switch.until and switch.until <= self._clock() for switch in self._held.switches):
                self._held = replace(self._held, switches=self._switches(session))
            return self._held

    def _documents(self, session: Session, day: date) -> Documents:
        """Versions never change, so only new ones are read; the same ones give the very same mapping again."""
        keys = _in_force(session, day)
        missing = [number for number, checksum in keys if (number, checksum) not in self._read]
        fresh = _load(session, missing)
        if self._held is not None and not fresh and keys == list(self._read):
            return self._held.documents
        self._read = {key: fresh.get(key) or self._read[key] for key in keys}
        return {document.code: document for document in self._read.values()}

    def _switches(self, session: Session) -> tuple[Off, ...]:
        rows = active(session, self._clock())
        topics = [row for row in rows if row.kind != SwitchKind.CHANNEL]
        return tuple(Off(row.kind, row.subject, row.reason, row.until) for row in topics)


def _in_force(session: Session, day: date) -> list[_Key]:
    in_force = (
        select(ProcedureVersion.id, ProcedureVersion.checksum)
        .where(
            ProcedureVersion.state == VersionState.PUBLISHED,
            ProcedureVersion.effective_from <= day,
            or_(ProcedureVersion.effective_to.is_(None), ProcedureVersion.effective_to >= day),
        )
        .order_by(ProcedureVersion.version, ProcedureVersion.id)
    )
    return [(row.id, row.checksum) for row in session.execute(in_force)]


def _load(session: Session, numbers: list[int]) -> dict[_Key, ProcedureDocument]:
    found: dict[_Key, ProcedureDocument] = {}
    for start in range(0, len(numbers), 500):
        some = select(ProcedureVersion).where(ProcedureVersion.id.in_(numbers[start : start + 500]))
        for row in session.scalars(some):
            found[(row.id, row.checksum)] = ProcedureDocument.model_validate(row.document)
    return found
