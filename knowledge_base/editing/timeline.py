"""Which version is told on which day: the one that began last. What was prepared for a later day keeps its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.clock import VIETNAM
from knowledge_base.procedures.models import ProcedureVersion, VersionOrigin, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import new_version

_DAY = timedelta(days=1)


def put(session: Session, document: ProcedureDocument, now: datetime) -> ProcedureVersion:
    """Publish an editor's version from its day on.

    Until the day before, its predecessor is told as ever. A version prepared for the same day is replaced, one
    prepared for a later day stays and ends this one.
    """
    today = now.astimezone(VIETNAM).date()
    begins = max(document.effective_from, today)
    published = published_of(session, document.code)
    _end(published, begins, today)
    version = new_version(session, document, VersionOrigin.EDITOR, now)
    if later := [other.effective_from for other in published if other.effective_from > begins]:
        version.effective_to = _earlier(version.effective_to, min(later) - _DAY)
    return version


def take_down(session: Session, document: ProcedureDocument, begins: date, now: datetime) -> ProcedureVersion:
    """Tell nothing about the procedure from a day on, prepared versions included.

    What stands for it is an editor's version that is retired at once, so that no file brings the procedure back.
    """
    published = published_of(session, document.code)
    _end(published, begins, now.astimezone(VIETNAM).date())
    _retire([other for other in published if other.effective_from > begins])
    version = new_version(session, document, VersionOrigin.EDITOR, now)
    version.state = VersionState.RETIRED
    return version


def withdraw(session: Session, waiting: ProcedureVersion) -> None:
    """Take back a version whose day has not come; its predecessor goes on as if it had never been prepared."""
    _retire([waiting])
    others = published_of(session, waiting.code)
    before = [other for other in others if other.effective_to == waiting.effective_from - _DAY]
    after = [other.effective_from for other in others if other.effective_from > waiting.effective_from]
    for other in before:
        written = ProcedureDocument.model_validate(other.document).effective_to
        other.effective_to = _earlier(written, min(after) - _DAY) if after else written


def published_of(session: Session, code: str) -> Sequence[ProcedureVersion]:
    """The published versions of a procedure, in the order of their days."""
    rows = select(ProcedureVersion).where(
        ProcedureVersion.code == code, ProcedureVersion.state == VersionState.PUBLISHED
    )
    return session.scalars(rows.order_by(ProcedureVersion.effective_from, ProcedureVersion.version)).all()


def _end(published: Sequence[ProcedureVersion], begins: date, today: date) -> None:
    """What began before ends the day before; what would never be told any more is retired."""
    last = begins - _DAY
    for version in published:
        if version.effective_from == begins or (version.effective_from < begins and last < today):
            _retire([version])
        elif version.effective_from < begins:
            version.effective_to = _earlier(version.effective_to, last)


def _retire(versions: Sequence[ProcedureVersion]) -> None:
    for version in versions:
        version.state = VersionState.RETIRED


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)
