"""What Zalo told us, written down in one transaction; told again, it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import attend, note_reachable
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.privacy.erase import erase_conversation
from knowledge_base.zalo.models import ZaloEvent

CHANNEL = "zalo"
REMEMBERED = timedelta(days=1)
"""Longer than Zalo repeats an event and than we let an old one in."""


@dataclass(frozen=True)
class Left:
    """The citizen no longer follows us."""

    event_id: str
    key: str


@dataclass(frozen=True)
class TookOver:
    """A person of ours answered in OA Manager; the bot is silent for that long."""

    event_id: str
    key: str
    silence: timedelta


@dataclass(frozen=True)
class Withdrew:
    """The citizen wants their data gone."""

    event_id: str
    key: str


type Told = Incoming | Left | TookOver | Withdrew


def write_down(session: Session, told: Told, now: datetime) -> bool:
    """Carry it out, within the caller's transaction; False if it had been told before."""
    if isinstance(told, Incoming):
        return not receive(session, told, now).duplicate
    if not _first_time(session, told.event_id, now):
        return False
    match told:
        case Left():
            note_reachable(session, CHANNEL, told.key, reachable=False)
        case TookOver():
            attend(session, CHANNEL, told.key, now, now + told.silence)
        case Withdrew():
            _erase(session, told.key, now)
    return True


def _erase(session: Session, key: str, now: datetime) -> None:
    mine = select(Conversation.id).where(Conversation.channel == CHANNEL, Conversation.external_key == key)
    conversation_id = session.scalar(mine)
    if conversation_id is not None:
        erase_conversation(session, conversation_id, now)


def _first_time(session: Session, event_id: str, now: datetime) -> bool:
    if session.get(ZaloEvent, event_id) is not None:
        return False
    session.execute(delete(ZaloEvent).where(ZaloEvent.at < now - REMEMBERED))
    try:
        with session.begin_nested():
            session.add(ZaloEvent(id=event_id, at=now))
    except IntegrityError:  # told on another connection in the same moment
        return False
    return True
