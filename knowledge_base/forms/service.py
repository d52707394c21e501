"""Forms by two persons: one proposes a file or a link, another publishes it; nothing is ever deleted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge_base.editing.errors import MissingReasonError, NotWaitingError, SecondPersonError
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_publisher, require_writer
from knowledge_base.errors import NotFoundError
from knowledge_base.forms.checking import CheckedFile
from knowledge_base.forms.models import FormContent, FormState, OfficialForm
from knowledge_base.forms.schema import FormFacts
from knowledge_base.language.fold import fold
from knowledge_base.procedures.service import bump_revision, one_at_a_time
from knowledge_base.staff.models import Staff


def propose(
    session: Session,
    staff: Staff,
    facts: FormFacts,
    file: CheckedFile | None,
    why: str,
    now: datetime,
    replaces: int | None = None,
) -> OfficialForm:
    """Write down what a second person is to publish. ``replaces``: a published form of the same procedure."""
    require_writer(staff)
    if replaces is not None:
        older = session.get(OfficialForm, replaces)
        if older is None or older.procedure_code != facts.procedure_code:
            raise NotFoundError
    form = OfficialForm(
        **facts.model_dump(),
        sha256=_kept(session, staff, file, now) if file else None,
        file_name=file_name(facts.name, file.kind) if file else None,
        why=why.strip(),
        state=FormState.PROPOSED,
        replaces_id=replaces,
        author_id=staff.id,
        created_at=now,
    )
    session.add(form)
    session.flush()
    _note(session, staff, form, "proposed", now, why)
    return form


def approve(session: Session, staff: Staff, form_id: int, now: datetime) -> OfficialForm:
    """Publish what somebody else proposed, in the place of the older form of that name or of the one it names."""
    one_at_a_time(session)
    require_publisher(staff)
    form = _held(session, form_id, FormState.PROPOSED)
    if form.author_id == staff.id:
        raise SecondPersonError
    for older in _replaced(session, form):
        older.state = FormState.RETIRED
        form.replaces_id = older.id
    form.state, form.approver_id = FormState.PUBLISHED, staff.id
    _note(session, staff, form, "approved", now, form.why)
    bump_revision(session)
    return form


def drop(session: Session, staff: Staff, form_id: int, now: datetime) -> None:
    """Give a proposal up. Raises NotWaitingError if it is settled already."""
    require_writer(staff)
    form = _held(session, form_id, FormState.PROPOSED)
    form.state = FormState.RETIRED
    _note(session, staff, form, "dropped", now)


def withdraw(session: Session, staff: Staff, form_id: int, why: str, now: datetime) -> None:
    """Offer a published form no longer, at once; one person is enough, for it only takes something away."""
    require_publisher(staff)
    if not why.strip():
        raise MissingReasonError
    form = _held(session, form_id, FormState.PUBLISHED)
    form.state = FormState.RETIRED
    _note(session, staff, form, "withdrawn", now, why)
    bump_revision(session)


def get_form(session: Session, form_id: int) -> OfficialForm:
    """A form in whatever state. Raises NotFoundError."""
    form = session.get(OfficialForm, form_id)
    if form is None:
        raise NotFoundError
    return form


def current_form(session: Session, form_id: int) -> OfficialForm | None:
    """The form itself if it is published, else the published one that came in its place, if any."""
    form, seen = session.get(OfficialForm, form_id), set[int]()
    while form is not None and form.state != FormState.PUBLISHED and form.id not in seen:
        seen.add(form.id)
        follower = select(OfficialForm).where(
            OfficialForm.replaces_id == form.id, OfficialForm.approver_id.is_not(None)
        )
        form = session.scalars(follower.order_by(OfficialForm.id.desc()).limit(1)).first()
    return form if form is not None and form.state == FormState.PUBLISHED else None


def forms_of(session: Session, code: str | None = None) -> Sequence[OfficialForm]:
    """Every form, of one procedure if asked, the newest first."""
    rows = select(OfficialForm).order_by(OfficialForm.id.desc())
    return session.scalars(rows.where(OfficialForm.procedure_code == code) if code else rows).all()


def published_forms(session: Session) -> Sequence[tuple[OfficialForm, FormContent | None]]:
    """What citizens are offered, with what is known of its file."""
    rows = (
        select(OfficialForm, FormContent)
        .outerjoin(FormContent, FormContent.sha256 == OfficialForm.sha256)
        .where(OfficialForm.state == FormState.PUBLISHED)
        .order_by(OfficialForm.id)
    )
    return [(form, content) for form, content in session.execute(rows)]


def content_of(session: Session, sha256: str) -> FormContent | None:
    """A file with its bytes."""
    return session.get(FormContent, sha256, options=[undefer(FormContent.data)])


def contents_of(session: Session, hashes: Collection[str]) -> dict[str, FormContent]:
    """What is known of some files, by hash; their bytes stay where they are."""
    rows = select(FormContent).where(FormContent.sha256.in_(hashes))
    return {content.sha256: content for content in session.scalars(rows)}


def file_name(name: str, kind: str) -> str:
    """A name that every channel and every system takes: ``to-khai-dang-ky-khai-sinh.docx``."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name))[:80].strip("-")
    return f"{words or 'bieu-mau'}.{kind}"


def _kept(session: Session, staff: Staff, file: CheckedFile, now: datetime) -> str:
    sha256 = file.sha256
    if session.get(FormContent, sha256) is None:
        session.add(
            FormContent(
                sha256=sha256,
                kind=file.kind,
                size=len(file.data),
                data=file.data,
                uploaded_by=staff.id,
                uploaded_at=now,
            )
        )
        session.flush()
    return sha256


def _replaced(session: Session, form: OfficialForm) -> list[OfficialForm]:
    """The published forms whose place it takes; the one it names last."""
    told = select(OfficialForm).where(
        OfficialForm.state == FormState.PUBLISHED, OfficialForm.procedure_code == form.procedure_code
    )
    same = [older for older in session.scalars(told) if fold(older.name) == fold(form.name)]
    named = current_form(session, form.replaces_id) if form.replaces_id is not None else None
    return [*(older for older in same if older is not named), *([named] if named else [])]


def _held(session: Session, form_id: int, state: FormState) -> OfficialForm:
    form = session.get(OfficialForm, form_id, with_for_update=True)
    if form is None:
        raise NotFoundError
    if form.state != state:
        raise NotWaitingError
    return form


def _note(session: Session, staff: Staff, form: OfficialForm, action: str, now: datetime, why: str = "") -> None:
    subject = f"{form.procedure_code} {form.name}"[:120]
    note(session, staff, Subject.FORM, subject, action, now, why=why.strip())
