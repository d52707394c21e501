"""Notices what other processes say: one small query for all readers of this process, instead of one for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import structlog
from aiohttp import web

from bot.keys import MAILROOM
from bot.mailroom import POLL_SECONDS, Mailroom
from knowledge_base.mailbox.outbox import newest, said_since

log = structlog.get_logger()


async def watching(app: web.Application) -> AsyncIterator[None]:
    """Watch while the application runs."""
    task = asyncio.create_task(_watch(app[MAILROOM]))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _watch(mailroom: Mailroom) -> None:
    seen: int | None = None
    while True:
        try:
            seen = await _round(mailroom, seen)
        except Exception:
            log.exception("watch_failed")
        await asyncio.sleep(POLL_SECONDS)


async def _round(mailroom: Mailroom, seen: int | None) -> int:
    if seen is None:
        return await asyncio.to_thread(_newest, mailroom)
    said = await asyncio.to_thread(_said_since, mailroom, seen)
    for conversation_id in {conversation_id for _, conversation_id in said}:
        mailroom.ring(conversation_id)
    return max([seen, *(number for number, _ in said)])


def _newest(mailroom: Mailroom) -> int:
    with mailroom.database.reading() as session:
        return newest(session)


def _said_since(mailroom: Mailroom, seen: int) -> list[tuple[int, str]]:
    with mailroom.database.reading() as session:
        return said_since(session, seen)
