"""Where everything of the web chat is found."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.guard.rates import Rate
from bot.keys import SETTINGS
from bot.webchat import conversations, document, events, history, messages, page, saving, watch
from bot.webchat.keys import CLOSING, OPENINGS, POSTS, SAVINGS

API = "/api/v1/conversations"
ONE = API + "/{conversation}"
HEADROOM = 6
"""The engine answers a flood in kind words; so many times its limit are not even written down."""


def add_routes(app: web.Application) -> None:
    """Add the page of the chat and its HTTP interface."""
    app[OPENINGS] = Rate(app[SETTINGS].conversations_per_minute)
    app[POSTS] = Rate(HEADROOM * app[SETTINGS].messages_per_minute)
    app[SAVINGS] = Rate(saving.A_MINUTE)
    app[CLOSING] = asyncio.Event()
    app.on_shutdown.append(events.close)
    app.cleanup_ctx.append(watch.watching)
    app.router.add_get("/", page.chat)
    app.router.add_get("/openapi.json", document.openapi)
    app.router.add_post(API, conversations.open_conversation)
    app.router.add_post(f"{ONE}/messages", messages.post)
    app.router.add_get(f"{ONE}/messages", messages.receive)
    app.router.add_get(f"{ONE}/events", events.stream)
    app.router.add_get(f"{ONE}/history", history.history)
    app.router.add_get(f"{ONE}/transcript", saving.as_text)
    app.router.add_post(saving.PATH, saving.as_page)
