"""The page with the list of tickets."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.access import HOME, home_of, require_staff
from bot.desk.listing import read_list
from bot.desk.wording import role_of
from bot.guard.routes import Guard, guarded
from bot.site.pages import page


@guarded(Guard.STAFF)
async def show(request: web.Request) -> web.Response:
    """Everything that waits for this person; who writes the knowledge is led to it."""
    signed = await require_staff(request)
    if (home := home_of(signed.staff)) != HOME:
        raise web.HTTPSeeOther(home, headers={"Cache-Control": "no-store"})
    listing = await asyncio.to_thread(read_list, request.app, signed.staff)
    role = role_of(signed.staff, request.app)
    return page(request, "desk/list.html", staff=signed.staff, role=role, csrf=signed.csrf, listing=listing)
