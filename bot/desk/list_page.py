"""The page with the list of tickets."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.access import require_staff
from bot.desk.listing import read_list
from bot.desk.wording import role_of
from bot.guard.routes import Guard, guarded
from bot.site.pages import page


@guarded(Guard.STAFF)
async def show(request: web.Request) -> web.Response:
    """Everything that waits for this person."""
    signed = await require_staff(request)
    listing = await asyncio.to_thread(read_list, request.app, signed.staff)
    role = role_of(signed.staff, request.app)
    return page(request, "desk/list.html", staff=signed.staff, role=role, csrf=signed.csrf, listing=listing)
