"""The web chat: its page and its HTTP interface."""

from __future__ import annotations

from aiohttp import web


def add_routes(app: web.Application) -> None:
    """Add the page of the chat and its HTTP interface."""
