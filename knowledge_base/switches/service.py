"""Switching off and on; live on every process with the next question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge_base.editing.checking import field_names
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_publisher
from knowledge_base.errors import InvalidInputError, NotFoundError
from knowledge_base.mailbox.outbox import drop_notices
from knowledge_base.procedures.models import ProcedureRow
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import bump_revision
from knowledge_base.staff.models import Staff
from knowledge_base.switches.channels import CHANNELS
from knowledge_base.switches.models import Switch, SwitchKind

MAX_REASON = 500
EVERYTHING = "all"
_CODE = re.compile(r"\d\.\d{6}")


class BadReasonError(InvalidInputError):
    """Citizens read the reason: it must be there and short."""

    key = "switch.bad_reason"


class BadSubjectError(InvalidInputError):
    """Neither a procedure, a field nor a channel of ours."""

    key = "switch.bad_subject"


class PastError(InvalidInputError):
    """The end lies in the past."""

    key = "switch.past"


@dataclass(frozen=True)
class Off:
    """Something that is switched off, as readers of the knowledge hold it."""

    kind: str
    subject: str
    reason: str
    until: datetime | None

    def covers(self, document: ProcedureDocument) -> bool:
        """Whether the procedure is meant."""
        match self.kind:
            case SwitchKind.PROCEDURE:
                return self.subject == document.code
            case SwitchKind.FIELD:
                return self.subject == document.field
        return self.kind == SwitchKind.ALL


def switch_off(
    session: Session, staff: Staff | None, subject: str, reason: str, until: datetime | None, now: datetime
) -> Switch:
    """Stop telling about a procedure (its code), a field (its key) or everything, or stop a channel (its name).

    ``staff`` None: the command line. A channel is either off or on: a new reason ends the earlier switch.
    """
    if staff is not None:
        require_publisher(staff)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= MAX_REASON:
        raise BadReasonError(limit=MAX_REASON)
    if until is not None and until <= now:
        raise PastError
    kind, subject = _subject(session, subject.strip())
    if kind is SwitchKind.CHANNEL:
        _end_earlier(session, subject, now)
    switch = Switch(
        kind=kind, subject=subject, reason=reason, until=until, created_at=now, staff_id=staff.id if staff else None
    )
    session.add(switch)
    note(session, staff, Subject.SWITCH, subject or EVERYTHING, "switched_off", now, why=reason)
    bump_revision(session)
    return switch


def switch_on(session: Session, staff: Staff | None, switch_id: int, now: datetime) -> None:
    """Tell about it again. Raises NotFoundError if it is over already."""
    if staff is not None:
        require_publisher(staff)
    switch = session.get(Switch, switch_id, with_for_update=True)
    if switch is None or switch.ended_at is not None:
        raise NotFoundError
    switch.ended_at = now
    if switch.kind == SwitchKind.CHANNEL:
        drop_notices(session, switch.subject)
    note(session, staff, Subject.SWITCH, switch.subject or EVERYTHING, "switched_on", now)
    bump_revision(session)


def active(session: Session, now: datetime) -> list[Switch]:
    """What is off at this moment, the newest first."""
    rows = session.scalars(select(Switch).where(Switch.ended_at.is_(None)).order_by(Switch.id.desc()))
    return [row for row in rows if row.until is None or row.until > now]


def _end_earlier(session: Session, channel: str, now: datetime) -> None:
    earlier = update(Switch).where(
        Switch.kind == SwitchKind.CHANNEL, Switch.subject == channel, Switch.ended_at.is_(None)
    )
    session.execute(earlier.values(ended_at=now))
    drop_notices(session, channel)


def _subject(session: Session, subject: str) -> tuple[SwitchKind, str]:
    if subject == EVERYTHING:
        return SwitchKind.ALL, ""
    if subject in CHANNELS:
        return SwitchKind.CHANNEL, subject
    if subject in field_names():
        return SwitchKind.FIELD, subject
    if _CODE.fullmatch(subject) and session.get(ProcedureRow, subject):
        return SwitchKind.PROCEDURE, subject
    raise BadSubjectError(subject=subject[:40])
