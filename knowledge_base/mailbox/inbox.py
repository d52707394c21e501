"""The inbox: a message is written down before it is acknowledged, and answered once, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import find_or_open
from knowledge_base.errors import ConflictError
from knowledge_base.mailbox.models import InboxRow, IncomingKind
from knowledge_base.privacy.withdrawn import as_allowed
from knowledge_base.switches.channels import closed_channels


@dataclass(frozen=True)
class Incoming:
    """A message as a channel received it. ``external_id`` is the channel's own id of the message."""

    channel: str
    external_id: str
    conversation_key: str
    kind: IncomingKind
    text: str = ""


@dataclass(frozen=True)
class Receipt:
    """Where a message was written down; ``duplicate`` if it had been there already."""

    inbox_id: int
    conversation_id: str
    duplicate: bool


@dataclass(frozen=True)
class Claim:
    """A message this worker alone is answering until the lease runs out."""

    inbox_id: int
    conversation_id: str
    owner: str
    attempts: int  # this one included


def receive(session: Session, incoming: Incoming, now: datetime) -> Receipt:
    """Write a message down. Sending the same one again changes nothing."""
    known = _find(session, incoming)
    if known is not None:
        return Receipt(known.id, known.conversation_id, duplicate=True)
    conversation = find_or_open(session, incoming.channel, incoming.conversation_key, now)
    conversation.last_seen_at = now
    conversation.unreachable = False
    kind, text = as_allowed(conversation, incoming.kind, incoming.text)
    row = InboxRow(
        channel=incoming.channel,
        external_id=incoming.external_id,
        conversation_id=conversation.id,
        kind=kind,
        text=_storable(text),
        received_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same message arrived on another connection in the same moment
        known = _find(session, incoming)
        if known is None:
            raise
        return Receipt(known.id, known.conversation_id, duplicate=True)
    return Receipt(row.id, conversation.id, duplicate=False)


def claim_next(session: Session, owner: str, now: datetime, length: timedelta) -> Claim | None:
    """Claim the oldest unanswered message of a conversation nobody is answering.

    Of a channel that is off, only of those who were not told yet: what else they write waits.
    """
    row = session.scalars(
        select(InboxRow)
        .join(Conversation, Conversation.id == InboxRow.conversation_id)
        .where(InboxRow.done_at.is_(None), *_claimable(session, now))
        .order_by(InboxRow.id)
        .limit(1)
        .with_for_update(of=Conversation, skip_locked=True)
    ).first()
    if row is None:
        return None
    conversation = session.get_one(Conversation, row.conversation_id)
    conversation.lease_owner, conversation.lease_until = owner, now + length
    row.attempts += 1
    return Claim(row.id, row.conversation_id, owner, row.attempts)


def finish(session: Session, claim: Claim, now: datetime) -> None:
    """Mark the message answered and let the conversation go, within the caller's transaction.

    Raises ConflictError if the lease was lost, so that nothing of the transaction is kept.
    """
    conversation = session.get_one(Conversation, claim.conversation_id, with_for_update=True)
    row = session.get_one(InboxRow, claim.inbox_id)
    if conversation.lease_owner != claim.owner or row.done_at is not None:
        raise ConflictError(f"lease on inbox row {claim.inbox_id} was lost")
    row.done_at = now
    conversation.lease_owner = conversation.lease_until = None


def hold(session: Session, claim: Claim, switch_id: int) -> None:
    """Keep the message for when its channel is on again; the citizen was told of that switch.

    Raises ConflictError if the lease was lost.
    """
    conversation = session.get_one(Conversation, claim.conversation_id, with_for_update=True)
    row = session.get_one(InboxRow, claim.inbox_id)
    if conversation.lease_owner != claim.owner or row.done_at is not None:
        raise ConflictError(f"lease on inbox row {claim.inbox_id} was lost")
    row.attempts -= 1  # nobody failed
    conversation.told_closed = switch_id
    conversation.lease_owner = conversation.lease_until = None


def is_waiting(session: Session, now: datetime) -> bool:
    """Whether ``claim_next`` would find something; needs no write lock."""
    found = (
        select(InboxRow.id)
        .join(Conversation, Conversation.id == InboxRow.conversation_id)
        .where(InboxRow.done_at.is_(None), *_claimable(session, now))
        .limit(1)
    )
    return session.scalar(found) is not None


def let_go(session: Session, claim: Claim) -> None:
    """Give an unanswered message back, for another try."""
    conversation = session.get_one(Conversation, claim.conversation_id, with_for_update=True)
    if conversation.lease_owner == claim.owner:
        conversation.lease_owner = conversation.lease_until = None


def received_until(session: Session, row: InboxRow, window: timedelta) -> int:
    """How many messages this citizen sent in the time up to and including that one."""
    return session.scalars(
        select(func.count())
        .select_from(InboxRow)
        .where(
            InboxRow.conversation_id == row.conversation_id,
            InboxRow.id <= row.id,
            InboxRow.received_at > row.received_at - window,
        )
    ).one()


def received_before(session: Session, row: InboxRow, window: timedelta) -> int:
    """The same count when the message before that one came; 0 if there is none."""
    before = select(InboxRow).where(InboxRow.conversation_id == row.conversation_id, InboxRow.id < row.id)
    last = session.scalars(before.order_by(InboxRow.id.desc()).limit(1)).first()
    return received_until(session, last, window) if last is not None else 0


def has_unanswered(session: Session, conversation_id: str, now: datetime) -> bool:
    """Whether something this citizen sent is going to be answered now: not so while their channel is off."""
    waiting = (
        select(InboxRow.id)
        .join(Conversation, Conversation.id == InboxRow.conversation_id)
        .where(InboxRow.conversation_id == conversation_id, InboxRow.done_at.is_(None), _not_held(session, now))
    )
    return session.scalar(waiting.limit(1)) is not None


def another_waits(session: Session, row: InboxRow, since: datetime) -> bool:
    """Whether this citizen sent something else after that message, before ``since``, that is unanswered too."""
    another = select(InboxRow.id).where(
        InboxRow.conversation_id == row.conversation_id,
        InboxRow.id > row.id,
        InboxRow.done_at.is_(None),
        InboxRow.received_at < since,
    )
    return session.scalar(another.limit(1)) is not None


def _claimable(session: Session, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return or_(Conversation.lease_until.is_(None), Conversation.lease_until < now), _not_held(session, now)


def _not_held(session: Session, now: datetime) -> ColumnElement[bool]:
    """Not of a channel that is off, and told of it already."""
    told = func.coalesce(Conversation.told_closed, 0)
    held = [
        and_(Conversation.channel == channel, told == closed.switch_id)
        for channel, closed in closed_channels(session, now).items()
    ]
    return ~or_(false(), *held)


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL, and no half of a surrogate pair can be written as UTF-8."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _find(session: Session, incoming: Incoming) -> InboxRow | None:
    return session.scalar(
        select(InboxRow).where(InboxRow.channel == incoming.channel, InboxRow.external_id == incoming.external_id)
    )
