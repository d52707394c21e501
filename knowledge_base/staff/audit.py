"""The audit trail: only ever added to, in the transaction of what it tells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge_base.staff.models import AuditRow, Staff


def record(session: Session, staff: Staff | None, action: str, subject: str, now: datetime) -> None:
    """Note who did what to which thing."""
    session.add(AuditRow(at=now, staff_id=staff.id if staff else None, action=action, subject=subject[:80]))
