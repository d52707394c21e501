"""Waits for what is new in a conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from bot.mailroom import Mailroom, wait_for_ring
from bot.webchat.view import shown
from knowledge_base.mailbox.inbox import has_unanswered
from knowledge_base.mailbox.outbox import messages_after

LOOK_AGAIN = 5.0
"""Seconds after which a reader looks by itself, should no bell have rung (see ``watch``)."""


@dataclass(frozen=True)
class News:
    """Messages not seen yet; ``pending``: something the citizen sent still waits for its answer."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    pending: bool = False


async def look(mailroom: Mailroom, conversation_id: str, after: int) -> News:
    """What was said after that message."""
    return await asyncio.to_thread(_read, mailroom, conversation_id, after)


async def follow(
    mailroom: Mailroom, conversation_id: str, after: int, every: float = LOOK_AGAIN
) -> AsyncGenerator[News]:
    """What is new, each time one looks; the first time at once."""
    bell = mailroom.bell(conversation_id)
    while True:
        listening = bell.listen()
        news = await look(mailroom, conversation_id, after)
        after = max([after, *(message["id"] for message in news.messages)])
        yield news
        await wait_for_ring(listening, every)


def _read(mailroom: Mailroom, conversation_id: str, after: int) -> News:
    with mailroom.database.reading() as session:
        # First: "nothing pending" means that all answers are seen.
        pending = has_unanswered(session, conversation_id, mailroom.clock())
        return News([shown(row) for row in messages_after(session, conversation_id, after)], pending)
