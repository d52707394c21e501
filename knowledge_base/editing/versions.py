"""The versions of a procedure, and what each of them is on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.procedures.models import ProcedureVersion, VersionState


def versions_of(session: Session, code: str) -> Sequence[ProcedureVersion]:
    """Every version, the newest first."""
    rows = select(ProcedureVersion).where(ProcedureVersion.code == code)
    return session.scalars(rows.order_by(ProcedureVersion.version.desc())).all()


def state_on(version: ProcedureVersion, today: date) -> str:
    """``told`` today, ``waiting`` for its day, ``over``, or ``retired``."""
    if version.state != VersionState.PUBLISHED:
        return "retired"
    if version.effective_from > today:
        return "waiting"
    return "over" if version.effective_to is not None and version.effective_to < today else "told"
