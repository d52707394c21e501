"""Takes a citizen's messages, and hands out the answers by long poll."""

from __future__ import annotations

import asyncio
import math
from contextlib import aclosing, suppress

from aiohttp import web

from bot.channels.webchat import NAME
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM
from bot.webchat.access import conversation_of
from bot.webchat.bodies import Posted, read
from bot.webchat.keys import CLOSING, POSTS
from bot.webchat.reading import News, follow, look
from bot.webchat.view import answer
from knowledge_base.errors import InvalidInputError
from knowledge_base.mailbox.inbox import Incoming

LONGEST_WAIT = 25.0  # seconds of one long poll


@guarded(Guard.CONVERSATION)
async def post(request: web.Request) -> web.Response:
    """202 once the message is written down, 200 if it had been there already."""
    conversation_id = await conversation_of(request)
    request.app[POSTS].check(conversation_id)
    posted = await read(request, Posted)
    text = posted.text if posted.text is not None else posted.choice or ""
    incoming = Incoming(NAME, f"{conversation_id}:{posted.id}", conversation_id, posted.kind, text)
    receipt = await request.app[MAILROOM].receive(incoming)
    request.app[MAILROOM].ring(conversation_id)  # whoever follows sees that an answer is being made
    return answer({"id": posted.id, "duplicate": receipt.duplicate}, status=200 if receipt.duplicate else 202)


@guarded(Guard.CONVERSATION)
async def receive(request: web.Request) -> web.Response:
    """Messages after ``after``; waits up to ``wait`` seconds for the first one."""
    conversation_id = await conversation_of(request)
    after, wait = whole_number(request, "after"), _seconds(request)
    news = await _first(request, conversation_id, after, wait)
    return answer({"messages": news.messages, "pending": news.pending})


async def _first(request: web.Request, conversation_id: str, after: int, wait: float) -> News:
    mailroom = request.app[MAILROOM]
    if wait:
        async with aclosing(follow(mailroom, conversation_id, after)) as following:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    async for news in following:
                        if news.messages or request.app[CLOSING].is_set():
                            return news
    return await look(mailroom, conversation_id, after)


def whole_number(request: web.Request, name: str) -> int:
    """A query argument that counts messages; 0 without it. Raises InvalidInputError."""
    value = request.query.get(name, "0")
    if not (value.isascii() and value.isdecimal() and len(value) <= 18):
        raise InvalidInputError(name)
    return int(value)


def _seconds(request: web.Request) -> float:
    try:
        wait = float(request.query.get("wait", "0"))
    except ValueError as error:
        raise InvalidInputError("wait") from error
    if not math.isfinite(wait) or wait < 0:
        raise InvalidInputError("wait")
    return min(wait, LONGEST_WAIT)
