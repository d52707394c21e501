"""Server-sent events: every message as it comes, and whether an answer is being made."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, suppress
from typing import Any

from aiohttp import web

from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM
from bot.webchat.access import conversation_of
from bot.webchat.keys import CLOSING
from bot.webchat.messages import whole_number
from bot.webchat.reading import LOOK_AGAIN, News, follow

HEARTBEAT = 15.0  # seconds of silence after which a comment keeps proxies from hanging up
HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def close(app: web.Application) -> None:
    """Let every reader go."""
    app[CLOSING].set()
    app[MAILROOM].ring_all()


@guarded(Guard.CONVERSATION)
async def stream(request: web.Request) -> web.StreamResponse:
    """Messages after ``Last-Event-ID`` (or ``after``), then new ones until the reader leaves."""
    conversation_id = await conversation_of(request)
    after = _last_seen(request)
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    with suppress(ConnectionError):
        await _send_all(request, response, conversation_id, after)
    return response


async def _send_all(request: web.Request, response: web.StreamResponse, conversation_id: str, after: int) -> None:
    loop = asyncio.get_running_loop()
    told: bool | None = None
    spoken = loop.time()
    every = min(LOOK_AGAIN, HEARTBEAT)
    async with aclosing(follow(request.app[MAILROOM], conversation_id, after, every)) as following:
        async for news in following:
            lines = _events(news, told)
            if not lines and loop.time() - spoken >= HEARTBEAT:
                lines = ": \n\n"
            if lines:
                await response.write(lines.encode())
                spoken = loop.time()
            told = news.pending
            if request.app[CLOSING].is_set():
                return


def _events(news: News, told: bool | None) -> str:
    messages = [_event("message", message, message["id"]) for message in news.messages]
    changed = [] if news.pending == told else [_event("pending", {"pending": news.pending})]
    return "".join([*messages, *changed])


def _event(name: str, data: dict[str, Any], number: int | None = None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _last_seen(request: web.Request) -> int:
    given = request.headers.get("Last-Event-ID", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else whole_number(request, "after")
