"""The expiry queue as a page."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.admin.access import day_of, require_editor, show
from bot.admin.endings import Line, read_endings
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS, UNITS
from knowledge_base.expiry.acts import known_acts


@guarded(Guard.EDITOR)
async def show_expiring(request: web.Request) -> web.Response:
    """What ends within sixty days, or has ended; legal acts as far as a year ahead."""
    signed = await require_editor(request)
    lines = await asyncio.to_thread(_read, request)
    counts = [(name, sum(line.urgency == name for line in lines)) for name in ("late", "soon", "month", "far")]
    return show(request, signed, "expiring", lines=lines, counts=counts)


def _read(request: web.Request) -> list[Line]:
    app = request.app
    documents = app[LIBRARY].current().documents
    return read_endings(app[MAILROOM].database, documents, known_acts(), app[UNITS], app[TEXTS], day_of(request))
