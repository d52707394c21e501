"""How long ago a citizen wrote: Zalo lets us answer for two days free of charge, for seven days at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import InboxRow

FREE = timedelta(hours=48)
OPEN = timedelta(days=7)


class Window(StrEnum):
    """What a message would cost now."""

    FREE = "free"
    BILLED = "billed"
    CLOSED = "closed"


def window(session: Session, channel: str, key: str, now: datetime) -> Window:
    """The window of this citizen; closed for one who never wrote."""
    last = session.scalar(
        select(func.max(InboxRow.received_at))
        .join(Conversation, Conversation.id == InboxRow.conversation_id)
        .where(Conversation.channel == channel, Conversation.external_key == key)
    )
    if last is None or now - last > OPEN:
        return Window.CLOSED
    return Window.FREE if now - last <= FREE else Window.BILLED
