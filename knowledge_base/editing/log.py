"""The change log: only ever added to, in the transaction of what it tells, with a row in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.editing.models import Change, Draft, Subject
from knowledge_base.staff.audit import record
from knowledge_base.staff.models import Staff

WRITING = ("started", "saved", "imported", "restored", "asked_to_retire")
"""What makes somebody one of a draft's writers, who may not approve it."""


def note(
    session: Session,
    staff: Staff | None,
    kind: Subject,
    subject: str,
    action: str,
    now: datetime,
    *,
    why: str = "",
    draft: Draft | None = None,
    version: int | None = None,
) -> None:
    """Note who did what to which thing, and why."""
    session.add(
        Change(
            at=now,
            staff_id=staff.id if staff else None,
            kind=kind,
            subject=subject,
            action=action,
            draft_id=draft.id if draft else None,
            version=version,
            why=why,
        )
    )
    record(session, staff, f"{kind}_{action}", subject, now)


def note_saved(session: Session, staff: Staff, draft: Draft, now: datetime) -> None:
    """Note that somebody wrote in a draft; saving again and again is one line."""
    last = session.scalars(
        select(Change).where(Change.draft_id == draft.id).order_by(Change.id.desc()).limit(1)
    ).first()
    if last is None or (last.action, last.staff_id) != ("saved", staff.id):
        note(session, staff, Subject.PROCEDURE, draft.code, "saved", now, draft=draft)


def writers(session: Session, draft: Draft) -> set[int]:
    """Everybody who wrote in a draft."""
    wrote = select(Change.staff_id).where(Change.draft_id == draft.id, Change.action.in_(WRITING))
    return {draft.author_id, *(staff_id for staff_id in session.scalars(wrote) if staff_id)}


def changes_of(session: Session, kind: Subject, subject: str, limit: int = 100) -> Sequence[Change]:
    """What happened to a thing, the newest first."""
    about = select(Change).where(Change.kind == kind, Change.subject == subject)
    return session.scalars(about.order_by(Change.id.desc()).limit(limit)).all()


def latest_changes(session: Session, limit: int = 200) -> Sequence[Change]:
    """What happened to anything, the newest first."""
    return session.scalars(select(Change).order_by(Change.id.desc()).limit(limit)).all()
