"""Where everything of the widget is found."""

from __future__ import annotations

from aiohttp import web

from bot.widget import frame, script


def add_routes(app: web.Application) -> None:
    """Add the script that portals load, and the page that stands in its frame."""
    app.router.add_get(script.PATH, script.widget)
    app.router.add_get(frame.PATH, frame.framed)
