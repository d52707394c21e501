"""Approving: a second person publishes what somebody wrote, now or from a day on, or gives it back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.clock import VIETNAM
from knowledge_base.editing import timeline
from knowledge_base.editing.checking import check
from knowledge_base.editing.drafts import discard, get, step, version_of
from knowledge_base.editing.errors import (
    BadDayError,
    BaseMovedError,
    IncompleteError,
    MissingReasonError,
    NotWaitingError,
    SecondPersonError,
)
from knowledge_base.editing.log import note, writers
from knowledge_base.editing.models import Draft, DraftKind, DraftState, Subject
from knowledge_base.editing.roles import require_publisher, require_writer
from knowledge_base.procedures.models import ProcedureVersion, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import bump_revision, newest_number, one_at_a_time
from knowledge_base.staff.models import Staff

LONGEST_WAIT = timedelta(days=3 * 365)


def approve(
    session: Session, staff: Staff, draft_id: int, revision: int, day: date | None, now: datetime, *, remark: str = ""
) -> ProcedureVersion:
    """Publish a submitted draft, from today or from a later day on.

    Raises SecondPersonError for everybody who wrote in it, BaseMovedError if another version was published since.
    """
    one_at_a_time(session)
    draft = get(session, draft_id)
    _require_second_person(session, staff, draft)
    if newest_number(session, draft.code) != (draft.base_version or 0):
        raise BaseMovedError(code=draft.code)
    today = now.astimezone(VIETNAM).date()
    if day is not None and not today <= day <= today + LONGEST_WAIT:
        raise BadDayError
    step(session, draft, revision, DraftState.SUBMITTED, DraftState.PUBLISHED, now)
    version = _carry_out(session, draft, day, today, now)
    session.flush()
    draft.version = version.version
    action = _action(draft, day, today)
    note(
        session,
        staff,
        Subject.PROCEDURE,
        draft.code,
        action,
        now,
        why=remark or draft.why,
        draft=draft,
        version=version.version,
    )
    bump_revision(session)
    return version


def reject(session: Session, staff: Staff, draft_id: int, revision: int, why: str, now: datetime) -> Draft:
    """Give a draft back to its writers, who read why. A proposal to retire is over with that."""
    require_publisher(staff)
    if not why.strip():
        raise MissingReasonError
    draft = get(session, draft_id)
    back = DraftState.DRAFT if draft.kind == DraftKind.EDIT else DraftState.DISCARDED
    step(session, draft, revision, DraftState.SUBMITTED, back, now, batch_id=None)
    note(session, staff, Subject.PROCEDURE, draft.code, "rejected", now, why=why.strip(), draft=draft)
    return draft


def withdraw(session: Session, staff: Staff, code: str, version: int, why: str, now: datetime) -> None:
    """Take back a version whose day has not come; citizens go on reading what they read."""
    require_publisher(staff)
    if not why.strip():
        raise MissingReasonError
    one_at_a_time(session)
    waiting = version_of(session, code, version)
    if waiting.state != VersionState.PUBLISHED or waiting.effective_from <= now.astimezone(VIETNAM).date():
        raise NotWaitingError
    timeline.withdraw(session, waiting)
    note(session, staff, Subject.PROCEDURE, code, "withdrawn", now, why=why.strip(), version=version)
    bump_revision(session)


def approve_batch(session: Session, staff: Staff, batch_id: int, now: datetime) -> list[str]:
    """Publish everything that still waits of an imported file, or nothing; returns the codes."""
    drafts = _waiting(session, batch_id)
    for draft in drafts:
        approve(session, staff, draft.id, draft.revision, _own_day(draft, now), now)
    return [draft.code for draft in drafts]


def give_up_batch(session: Session, staff: Staff, batch_id: int, why: str, now: datetime) -> list[str]:
    """Discard what still waits of an imported file: who brought it in, or whoever may approve."""
    require_writer(staff)
    drafts = _waiting(session, batch_id)
    if any(staff.id != draft.author_id for draft in drafts):
        require_publisher(staff)
    return [discard(session, staff, draft.id, draft.revision, why, now).code for draft in drafts]


def _waiting(session: Session, batch_id: int) -> Sequence[Draft]:
    waiting = select(Draft).where(Draft.batch_id == batch_id, Draft.state == DraftState.SUBMITTED).order_by(Draft.code)
    drafts = session.scalars(waiting).all()
    if not drafts:
        raise NotWaitingError
    return drafts


def _require_second_person(session: Session, staff: Staff, draft: Draft) -> None:
    require_publisher(staff)
    if staff.id in writers(session, draft):
        raise SecondPersonError


def _carry_out(session: Session, draft: Draft, day: date | None, today: date, now: datetime) -> ProcedureVersion:
    if draft.kind == DraftKind.RETIRE:
        return timeline.take_down(session, ProcedureDocument.model_validate(draft.content), day or today, now)
    document = check(draft.content, today).document
    if document is None:
        raise IncompleteError
    begins = _begins(document, day, today)
    if document.effective_to is not None and document.effective_to < begins:
        raise BadDayError
    return timeline.put(session, document.model_copy(update={"effective_from": begins, "as_published": False}), now)


def _begins(document: ProcedureDocument, day: date | None, today: date) -> date:
    """The day the law gives stays where it lies in the past: the version is told from today all the same."""
    if day is not None and day > today:
        return day
    return min(document.effective_from, today)


def _own_day(draft: Draft, now: datetime) -> date | None:
    written = date.fromisoformat(str(draft.content["effective_from"]))
    return written if written > now.astimezone(VIETNAM).date() else None


def _action(draft: Draft, day: date | None, today: date) -> str:
    if draft.kind == DraftKind.RETIRE:
        return "retired"
    return "prepared" if day is not None and day > today else "published"
