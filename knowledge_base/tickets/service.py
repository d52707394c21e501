"""Opening, taking, answering, reopening and rating tickets. Every change writes an event, one by staff an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, false, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import VIETNAM
from knowledge_base.conversations.models import Conversation
from knowledge_base.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from knowledge_base.mailbox.outbox import post
from knowledge_base.staff.audit import record
from knowledge_base.staff.models import Role, Staff
from knowledge_base.tickets.models import Audience, Ticket, TicketCounter, TicketEvent, TicketState
from knowledge_base.vocabulary import Act

MAX_ANSWER = 4000
"""Characters of one officer's answer."""

_FOR_INSPECTORS = frozenset({Act.REPORT, Act.DENUNCIATION})


class AlreadyTakenError(ConflictError):
    """Another officer has the ticket, or changed it first."""

    key = "ticket.already_taken"


class StaleTicketError(ConflictError):
    """The ticket changed since the page was opened."""

    key = "ticket.stale"


class NotTakenByYouError(ForbiddenError):
    """Only who took a ticket may answer or release it."""

    key = "ticket.not_yours"


class EmptyAnswerError(InvalidInputError):
    """An answer without a word."""

    key = "ticket.answer_empty"


class LongAnswerError(InvalidInputError):
    """An answer longer than a citizen can read in a chat."""

    key = "ticket.answer_too_long"


@dataclass(frozen=True)
class Draft:
    """What a citizen's form collected."""

    conversation_id: str
    inbox_id: int | None
    commune_code: str
    kind: Act
    procedure_code: str | None
    question: str
    citizen_name: str | None
    citizen_phone: str | None
    consent_text: str | None
    transcript: list[dict[str, str]]


def open_ticket(session: Session, draft: Draft, now: datetime, calendar: WorkingCalendar) -> Ticket:
    """Open exactly one ticket per confirming message: asked again, gives the same one."""
    known = _opened_by(session, draft.inbox_id)
    if known is not None:
        return known
    due = calendar.ticket_due(now)
    try:
        with session.begin_nested():  # a number counted in vain is given back
            ticket = _fill(draft, _next_code(session, now), now, due)
            session.add(ticket)
    except IntegrityError:  # opened for the same message by another process in the same moment
        known = _opened_by(session, draft.inbox_id)
        if known is None:
            raise
        return known
    _note(session, ticket, "opened", now)
    return ticket


def reopen(
    session: Session, code: str, conversation_id: str, text: str, now: datetime, calendar: WorkingCalendar
) -> Ticket:
    """Give an answered ticket back with what the citizen added.

    It is open again for everyone, its last officer still named; one still waiting only gets the addition.
    """
    ticket = _of_citizen(session, code, conversation_id)
    if ticket.state == TicketState.ANSWERED:
        ticket.state = TicketState.OPEN
        ticket.answered_at = None
        ticket.due_at = calendar.ticket_due(now)
        ticket.reopened_count += 1
    ticket.version += 1
    _note(session, ticket, "reopened", now, text=text)
    return ticket


def rate(session: Session, code: str, conversation_id: str, score: int, now: datetime) -> Ticket:
    """Note how satisfied the citizen is, 1 to 5; the last tap counts."""
    if not 1 <= score <= 5:
        raise InvalidInputError(f"score {score}")
    ticket = _of_citizen(session, code, conversation_id)
    if ticket.score == score:
        return ticket
    ticket.score, ticket.rated_at = score, now
    _note(session, ticket, "rated", now, text=str(score))
    return ticket


def latest_answered(session: Session, conversation_id: str) -> Ticket | None:
    """The ticket of this conversation answered last, if it is still answered."""
    return session.scalars(
        select(Ticket)
        .where(Ticket.conversation_id == conversation_id, Ticket.state == TicketState.ANSWERED)
        .order_by(Ticket.answered_at.desc(), Ticket.id.desc())
        .limit(1)
    ).first()


def for_conversation(session: Session, conversation_id: str) -> list[Ticket]:
    """Every ticket of this conversation, newest first."""
    mine = select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id.desc())
    return list(session.scalars(mine))


def visible_to(session: Session, staff: Staff, answered: int = 20) -> list[Ticket]:
    """What waits for this person, most urgent first, then the last ``answered`` settled ones."""
    waiting = select(Ticket).where(_may_see(staff), Ticket.state != TicketState.ANSWERED)
    mine_first = case((Ticket.assignee_id == staff.id, 0), else_=1)
    settled = select(Ticket).where(_may_see(staff), Ticket.state == TicketState.ANSWERED)
    return [
        *session.scalars(waiting.order_by(Ticket.due_at, mine_first, Ticket.id)),
        *session.scalars(settled.order_by(Ticket.answered_at.desc(), Ticket.id.desc()).limit(answered)),
    ]


def get_for(session: Session, staff: Staff, code: str) -> Ticket:
    """The ticket, if it is this person's to see; else NotFoundError, as if there were none."""
    ticket = session.scalars(select(Ticket).where(Ticket.code == code, _may_see(staff))).one_or_none()
    if ticket is None:
        raise NotFoundError
    return ticket


def events_of(session: Session, ticket: Ticket) -> list[TicketEvent]:
    """What happened to a ticket, oldest first."""
    return list(session.scalars(select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)))


def take(session: Session, staff: Staff, code: str, version: int, now: datetime) -> Ticket:
    """Take an open ticket; of two officers one wins, the other gets AlreadyTakenError."""
    ticket = get_for(session, staff, code)
    if ticket.state == TicketState.TAKEN and ticket.assignee_id == staff.id:
        return ticket
    _change(
        session, ticket, version, TicketState.OPEN, AlreadyTakenError, state=TicketState.TAKEN, assignee_id=staff.id
    )
    _note(session, ticket, "taken", now, staff)
    return ticket


def release(session: Session, staff: Staff, code: str, version: int, now: datetime) -> Ticket:
    """Give a taken ticket back to the colleagues."""
    ticket = _held_by(session, staff, code)
    _change(session, ticket, version, TicketState.TAKEN, StaleTicketError, state=TicketState.OPEN, assignee_id=None)
    _note(session, ticket, "released", now, staff)
    return ticket


def check_answer(text: str) -> str:
    """The answer without blank ends. Raises InvalidInputError for an empty or too long one."""
    words = text.strip()
    if not words:
        raise EmptyAnswerError
    if len(words) > MAX_ANSWER:
        raise LongAnswerError(limit=MAX_ANSWER, length=len(words))
    return words


def answer(
    session: Session,
    staff: Staff,
    code: str,
    version: int,
    text: str,
    body: dict[str, Any],
    pulled: bool,
    now: datetime,
) -> Ticket:
    """Answer a ticket one has taken; ``body`` goes to its citizen in the same transaction."""
    words = check_answer(text)
    ticket = _held_by(session, staff, code)
    # Locked before the outbox row gets its number: a reader who follows by number must not be overtaken by the bot.
    conversation = session.get_one(Conversation, ticket.conversation_id, with_for_update=True)
    answered: dict[str, Any] = {"state": TicketState.ANSWERED, "answered_at": now, "score": None, "rated_at": None}
    _change(session, ticket, version, TicketState.TAKEN, StaleTicketError, **answered)
    _note(session, ticket, "answered", now, staff, words)
    post(session, conversation, [body], now, pulled=pulled, ticket_id=ticket.id)
    return ticket


def note_delivery(session: Session, ticket_id: int | None, now: datetime, failure: str | None) -> None:
    """Note on the ticket of a pushed answer, if it has one, that it reached the citizen, or why it did not."""
    ticket = session.get(Ticket, ticket_id) if ticket_id is not None else None
    if ticket is not None:
        _note(session, ticket, "undelivered" if failure else "delivered", now, text=failure)


def _fill(draft: Draft, code: str, now: datetime, due: datetime) -> Ticket:
    consented = draft.consent_text is not None
    return Ticket(
        code=code,
        conversation_id=draft.conversation_id,
        inbox_id=draft.inbox_id,
        commune_code=draft.commune_code,
        kind=draft.kind,
        audience=Audience.INSPECTOR if draft.kind in _FOR_INSPECTORS else Audience.OFFICER,
        procedure_code=draft.procedure_code,
        question=draft.question,
        # Without consent there is nothing to keep, whatever the form sent.
        citizen_name=draft.citizen_name if consented else None,
        citizen_phone=draft.citizen_phone if consented else None,
        consent_at=now if consented else None,
        consent_text=draft.consent_text,
        transcript=draft.transcript,
        state=TicketState.OPEN,
        created_at=now,
        due_at=due,
    )


def _opened_by(session: Session, inbox_id: int | None) -> Ticket | None:
    if inbox_id is None:
        return None
    return session.scalars(select(Ticket).where(Ticket.inbox_id == inbox_id)).one_or_none()


def _next_code(session: Session, now: datetime) -> str:
    year = now.astimezone(VIETNAM).year
    number = _count_up(session, year) or _start_year(session, year)
    return f"TT-{year}-{number:06d}"


def _count_up(session: Session, year: int) -> int | None:
    # One statement: the row stays locked until the end of the transaction, on both databases.
    counted = update(TicketCounter).where(TicketCounter.year == year).values(last=TicketCounter.last + 1)
    return session.scalar(counted.returning(TicketCounter.last))


def _start_year(session: Session, year: int) -> int:
    try:
        with session.begin_nested():
            session.add(TicketCounter(year=year, last=1))
    except IntegrityError:  # another process opened the year's first ticket in the same moment
        return session.execute(
            update(TicketCounter)
            .where(TicketCounter.year == year)
            .values(last=TicketCounter.last + 1)
            .returning(TicketCounter.last)
        ).scalar_one()
    return 1


def _may_see(staff: Staff) -> ColumnElement[bool]:
    if staff.role == Role.INSPECTOR:
        return Ticket.audience == Audience.INSPECTOR
    if staff.role == Role.OFFICER and staff.commune_code:
        return (Ticket.audience == Audience.OFFICER) & (Ticket.commune_code == staff.commune_code)
    return false()


def _of_citizen(session: Session, code: str, conversation_id: str) -> Ticket:
    mine = select(Ticket).where(Ticket.code == code, Ticket.conversation_id == conversation_id).with_for_update()
    ticket = session.scalars(mine).one_or_none()
    if ticket is None:
        raise NotFoundError
    return ticket


def _held_by(session: Session, staff: Staff, code: str) -> Ticket:
    ticket = get_for(session, staff, code)
    if ticket.state == TicketState.TAKEN and ticket.assignee_id != staff.id:
        raise NotTakenByYouError
    return ticket


def _change(
    session: Session, ticket: Ticket, version: int, from_state: TicketState, error: type[ConflictError], **values: Any
) -> None:
    """Compare-and-set: changes the row only if nobody has since ``version``."""
    changed = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.version == version, Ticket.state == from_state)
        .values(version=Ticket.version + 1, **values)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    ).first()
    if changed is None:
        raise error
    session.refresh(ticket)


def _note(
    session: Session, ticket: Ticket, kind: str, now: datetime, staff: Staff | None = None, text: str | None = None
) -> None:
    session.add(TicketEvent(ticket_id=ticket.id, at=now, kind=kind, staff_id=staff.id if staff else None, text=text))
    if staff is not None:
        record(session, staff, f"ticket_{kind}", ticket.code, now)
    session.flush()
