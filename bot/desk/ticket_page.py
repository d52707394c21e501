"""The page of one ticket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.desk.access import require_staff
from bot.desk.ticket_view import read_ticket
from bot.desk.wording import role_of
from bot.guard.routes import Guard, guarded
from bot.keys import TEXTS
from bot.messages import Message
from bot.site.pages import page
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.tickets.service import MAX_ANSWER

DONE = frozenset({"take", "release", "answer"})


@dataclass(frozen=True)
class Typed:
    """What the officer had typed, and what went wrong with it; nothing typed is ever lost."""

    text: str = ""
    unsent: str = ""  # to be copied by hand: the form it came from cannot be trusted
    seen: int | None = None  # the newest happening they had before them
    problem: str = ""
    status: int = 200
    preview: Message | None = None


@guarded(Guard.OFFICER)
async def show(request: web.Request) -> web.Response:
    """The ticket as it is now."""
    signed = await require_staff(request)
    return await render(request, signed, Typed())


async def render(request: web.Request, signed: SignedIn, typed: Typed) -> web.Response:
    """The page, around what was typed."""
    view = await asyncio.to_thread(read_ticket, request.app, signed.staff, request.match_info["code"])
    done = request.query.get("da", "")
    return page(
        request,
        "desk/ticket.html",
        status=typed.status,
        staff=signed.staff,
        role=role_of(signed.staff, request.app),
        csrf=signed.csrf,
        view=view,
        typed=typed,
        changed=[item for item in view.history if typed.seen is not None and item.id > typed.seen],
        done=request.app[TEXTS].say(f"desk.done.{done}") if done in DONE and not typed.problem else "",
        limit=MAX_ANSWER,
    )
