"""Typed keys of the web chat's own parts."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.guard.rates import Rate

OPENINGS = web.AppKey("openings", Rate)
"""New conversations by address."""
POSTS = web.AppKey("posts", Rate)
"""Messages by conversation."""
SAVINGS = web.AppKey("savings", Rate)
"""Transcripts by conversation."""
CLOSING = web.AppKey("closing", asyncio.Event)
"""Set when the server stops, so that whoever waits is let go."""
