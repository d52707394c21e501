"""Writing: start, save, submit, take back, discard a draft; nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.clock import VIETNAM
from knowledge_base.editing.checking import check
from knowledge_base.editing.errors import (
    CodeTakenError,
    IncompleteError,
    MissingReasonError,
    NothingChangedError,
    NotWaitingError,
    OpenDraftError,
    StaleDraftError,
)
from knowledge_base.editing.log import note, note_saved
from knowledge_base.editing.models import OPEN_STATES, Batch, Draft, DraftKind, DraftState, Subject
from knowledge_base.editing.roles import require_writer
from knowledge_base.errors import NotFoundError
from knowledge_base.procedures.models import ProcedureRow, ProcedureVersion
from knowledge_base.procedures.service import checksum_of, newest_number
from knowledge_base.staff.models import Staff


def start(session: Session, staff: Staff, code: str, now: datetime) -> Draft:
    """A draft of what is published, or the one there is already: two people never write two drafts of one thing."""
    require_writer(staff)
    held = open_draft(session, code)
    if held is not None:
        return held
    newest = version_of(session, code, newest_number(session, code))
    draft = _add(session, staff, code, DraftKind.EDIT, newest.document, newest.version, now)
    note(session, staff, Subject.PROCEDURE, code, "started", now, draft=draft)
    return draft


def start_new(session: Session, staff: Staff, code: str, now: datetime) -> Draft:
    """A draft of a procedure nobody has written about yet."""
    require_writer(staff)
    if newest_number(session, code):
        raise CodeTakenError(code=code)
    today = now.astimezone(VIETNAM).date().isoformat()
    content = {"code": code, "last_checked": today, "effective_from": today}
    draft = _add(session, staff, code, DraftKind.EDIT, content, None, now)
    note(session, staff, Subject.PROCEDURE, code, "started", now, draft=draft)
    return draft


def restore(session: Session, staff: Staff, code: str, version: int, why: str, now: datetime) -> Draft:
    """A draft that says again what an older version said. It is approved like any other."""
    require_writer(staff)
    old = version_of(session, code, version)
    draft = _add(session, staff, code, DraftKind.EDIT, old.document, newest_number(session, code), now, _reason(why))
    note(session, staff, Subject.PROCEDURE, code, "restored", now, why=why, draft=draft, version=version)
    return draft


def ask_to_retire(session: Session, staff: Staff, code: str, why: str, now: datetime) -> Draft:
    """Propose that citizens are no longer told about a procedure; it waits for a second person at once."""
    require_writer(staff)
    newest = version_of(session, code, newest_number(session, code))
    draft = _add(session, staff, code, DraftKind.RETIRE, newest.document, newest.version, now, _reason(why))
    draft.state = DraftState.SUBMITTED
    note(session, staff, Subject.PROCEDURE, code, "asked_to_retire", now, why=why, draft=draft)
    return draft


def bring_in(
    session: Session, staff: Staff, batch: Batch, content: Mapping[str, Any], base: int | None, now: datetime
) -> Draft:
    """A draft from an imported file, submitted with its batch. Raises OpenDraftError."""
    draft = _add(session, staff, content["code"], DraftKind.EDIT, content, base, now, batch.why)
    draft.state, draft.batch_id = DraftState.SUBMITTED, batch.id
    note(session, staff, Subject.PROCEDURE, draft.code, "imported", now, why=batch.why, draft=draft)
    return draft


def save(
    session: Session,
    staff: Staff,
    draft_id: int,
    revision: int,
    content: Mapping[str, Any],
    why: str,
    now: datetime,
    *,
    base: int | None = None,
) -> Draft:
    """Keep what was written, complete or not. ``base``: the published version the writer had before them.

    The questions have a page of their own (``save_situation``); a content without a word about them leaves them.
    Raises StaleDraftError if anybody changed the draft meanwhile; what was typed stays the caller's to show.
    """
    require_writer(staff)
    draft = get(session, draft_id)
    kept = {name: draft.content[name] for name in ("situation",) if name in draft.content}
    values: dict[str, Any] = {"content": {**kept, **content, "code": draft.code}, "why": why.strip()}
    if base is not None:
        values["base_version"] = base
    step(session, draft, revision, DraftState.DRAFT, DraftState.DRAFT, now, **values)
    note_saved(session, staff, draft, now)
    return draft


def save_situation(
    session: Session,
    staff: Staff,
    draft_id: int,
    revision: int,
    situation: Mapping[str, Any] | None,
    why: str,
    now: datetime,
) -> Draft:
    """Keep the questions as they were written, complete or not, and leave the rest. Raises StaleDraftError."""
    content = {**get(session, draft_id).content, "situation": situation}
    return save(session, staff, draft_id, revision, content, why, now)


def submit(session: Session, staff: Staff, draft_id: int, revision: int, now: datetime) -> Draft:
    """Hand a whole draft to a second person. Raises IncompleteError, MissingReasonError or NothingChangedError."""
    require_writer(staff)
    draft = get(session, draft_id)
    codes = {*session.scalars(select(ProcedureRow.code)), draft.code}
    document = check(draft.content, now.astimezone(VIETNAM).date(), codes).document
    if document is None:
        raise IncompleteError
    _reason(draft.why)
    if draft.base_version:
        base = version_of(session, draft.code, newest_number(session, draft.code))
        if base.checksum == checksum_of(document) and base.state == "published":
            raise NothingChangedError
    step(session, draft, revision, DraftState.DRAFT, DraftState.SUBMITTED, now)
    note(session, staff, Subject.PROCEDURE, draft.code, "submitted", now, why=draft.why, draft=draft)
    return draft


def take_back(session: Session, staff: Staff, draft_id: int, revision: int, now: datetime) -> Draft:
    """Go on writing in a draft that waits for approval."""
    require_writer(staff)
    draft = get(session, draft_id)
    if draft.kind != DraftKind.EDIT:
        raise NotWaitingError
    step(session, draft, revision, DraftState.SUBMITTED, DraftState.DRAFT, now, batch_id=None)
    note(session, staff, Subject.PROCEDURE, draft.code, "taken_back", now, draft=draft)
    return draft


def discard(session: Session, staff: Staff, draft_id: int, revision: int, why: str, now: datetime) -> Draft:
    """Give a draft up, with the reason; its words stay readable in the log."""
    require_writer(staff)
    draft = get(session, draft_id)
    if draft.state not in OPEN_STATES:
        raise NotWaitingError
    step(session, draft, revision, DraftState(draft.state), DraftState.DISCARDED, now)
    note(session, staff, Subject.PROCEDURE, draft.code, "discarded", now, why=_reason(why), draft=draft)
    return draft


def get(session: Session, draft_id: int) -> Draft:
    """The draft. Raises NotFoundError."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise NotFoundError
    return draft


def open_draft(session: Session, code: str) -> Draft | None:
    """The draft being worked on, if any."""
    return session.scalars(select(Draft).where(Draft.code == code, Draft.state.in_(OPEN_STATES))).one_or_none()


def version_of(session: Session, code: str, version: int) -> ProcedureVersion:
    """One version. Raises NotFoundError."""
    row = session.scalars(select(ProcedureVersion).filter_by(code=code, version=version)).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def step(
    session: Session, draft: Draft, revision: int, held: DraftState, new: DraftState, now: datetime, **values: Any
) -> None:
    """Move a draft from one state to the next, if nobody did anything to it since ``revision``."""
    mine = (Draft.id == draft.id, Draft.revision == revision, Draft.state == held)
    values |= {"state": new, "revision": Draft.revision + 1, "updated_at": now}
    moved = session.execute(
        update(Draft).where(*mine).values(**values).returning(Draft.id).execution_options(synchronize_session=False)
    ).first()
    session.refresh(draft)
    if moved is None:
        raise NotWaitingError if draft.revision == revision else StaleDraftError


def _add(
    session: Session,
    staff: Staff,
    code: str,
    kind: DraftKind,
    content: Mapping[str, Any],
    base: int | None,
    now: datetime,
    why: str = "",
) -> Draft:
    draft = Draft(
        code=code,
        kind=kind,
        state=DraftState.DRAFT,
        content=dict(content),
        why=why,
        base_version=base,
        revision=1,
        author_id=staff.id,
        created_at=now,
        updated_at=now,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise OpenDraftError(code=code) from error
    return draft


def _reason(why: str) -> str:
    if not why.strip():
        raise MissingReasonError
    return why.strip()
