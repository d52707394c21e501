"""Opening, finding and leasing conversations."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.errors import NotFoundError
from knowledge_base.replies import Context
from knowledge_base.staff.audit import record


@dataclass(frozen=True)
class OpenedConversation:
    """A new conversation and the token that proves it is yours; the token itself is never stored."""

    id: str
    token: str


def open_with_token(session: Session, channel: str, now: datetime, commune: str | None = None) -> OpenedConversation:
    """Open a conversation for someone without an account; its id is the channel's key too."""
    token = secrets.token_urlsafe(32)
    conversation = _new(channel, key=None, now=now)
    conversation.context = Context(commune=commune).model_dump(mode="json")
    conversation.token_hash = _hash(token)
    session.add(conversation)
    return OpenedConversation(conversation.id, token)


def by_token(session: Session, conversation_id: str, token: str) -> Conversation:
    """The conversation, if the token fits; the same error for a wrong id and a wrong token."""
    conversation = session.get(Conversation, conversation_id)
    expected = conversation.token_hash if conversation else None
    if conversation is None or not secrets.compare_digest(expected or "", _hash(token)):
        raise NotFoundError
    return conversation


def find_or_open(session: Session, channel: str, key: str, now: datetime) -> Conversation:
    """The conversation of this citizen on this channel, opened at first contact."""
    wanted = select(Conversation).where(Conversation.channel == channel, Conversation.external_key == key)
    found = session.scalar(wanted)
    if found is not None:
        return found
    conversation = _new(channel, key, now)
    try:
        with session.begin_nested():
            session.add(conversation)
    except IntegrityError:  # opened by another process in the same moment
        return session.scalars(wanted).one()
    return conversation


def lease(session: Session, conversation_id: str, owner: str, now: datetime, length: timedelta) -> bool:
    """Try to become the only worker answering this conversation until the lease runs out."""
    free = or_(Conversation.lease_until.is_(None), Conversation.lease_until < now)
    taken = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, free)
        .values(lease_owner=owner, lease_until=now + length)
        .returning(Conversation.id)
    )
    return taken.first() is not None


def release_leases(session: Session, owner: str) -> None:
    """Free what an earlier run of this same worker held when it was killed."""
    session.execute(
        update(Conversation).where(Conversation.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )


def note_reachable(session: Session, channel: str, key: str, reachable: bool) -> None:
    """Note that the citizen blocked us, or took the block back; nothing happens for someone unknown."""
    session.execute(
        update(Conversation)
        .where(Conversation.channel == channel, Conversation.external_key == key)
        .values(unreachable=not reachable)
    )


def attend(session: Session, channel: str, key: str, now: datetime, until: datetime) -> None:
    """A person of ours writes to the citizen on the channel itself: the bot is silent until then."""
    conversation = find_or_open(session, channel, key, now)
    if conversation.attended_until is None or conversation.attended_until <= now:
        record(session, None, "human_took_over", conversation.id, now)
    conversation.attended_until = until


def leave_to_bot(session: Session, channel: str, key: str, now: datetime) -> bool:
    """The bot answers again; False if nobody had taken over."""
    wanted = select(Conversation).where(Conversation.channel == channel, Conversation.external_key == key)
    conversation = session.scalar(wanted.with_for_update())
    if conversation is None or conversation.attended_until is None or conversation.attended_until <= now:
        return False
    conversation.attended_until = None
    record(session, None, "left_to_bot", conversation.id, now)
    return True


def context_of(conversation: Conversation) -> Context:
    """What the conversation is about, as a value."""
    return Context.model_validate(conversation.context)


def _new(channel: str, key: str | None, now: datetime) -> Conversation:
    conversation_id = secrets.token_hex(16)
    return Conversation(
        id=conversation_id,
        channel=channel,
        external_key=key or conversation_id,
        context=Context().model_dump(mode="json"),
        created_at=now,
        last_seen_at=now,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
