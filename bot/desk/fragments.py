"""What the list's script fetches again and again."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.listing import read_list
from bot.guard.routes import Guard, guarded
from bot.guard.sessions import signed_in
from bot.site.pages import page


@guarded(Guard.OFFICER)
async def tickets(request: web.Request) -> web.Response:
    """The list without its page. A script asking is no sign of a person: it does not prolong the session."""
    signed = await signed_in(request, active=False)
    if signed is None:
        return web.Response(status=401, headers={"Cache-Control": "no-store"})
    listing = await asyncio.to_thread(read_list, request.app, signed.staff)
    return page(request, "desk/tickets.html", listing=listing)
