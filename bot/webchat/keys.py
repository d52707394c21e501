"""Typed keys of the web chat's own parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.guard.rates import Rate

if TYPE_CHECKING:
    from bot.webchat.events import Closing

OPENINGS = web.AppKey("openings", Rate)
"""New conversations by address."""
CLOSING: web.AppKey[Closing] = web.AppKey("closing")
"""Set when the server stops, so that streams end by themselves."""
