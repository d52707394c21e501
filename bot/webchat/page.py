"""The citizens' page: a shell that the script fills."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.channels.webchat import NAME
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, SETTINGS, TEXTS, UNITS
from bot.site.pages import page
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.switches.channels import Closed, closed_channels

STARTERS = ("birth", "residence", "certify", "identity", "marriage", "poor")
"""Keys of what is offered to start with."""
SCRIPT_WORDS = (
    *("you", "bot", "officer", "ticket", "sending", "refused", "attachment", "new_tab"),
    *("left", "over", "no_files", "offline", "expired", "retry", "not_saved"),
)
_SCRIPTS = sorted(file.name for file in (Path(__file__).parent / "static").glob("*.js") if file.name != "chat.js")
"""Imported by ``chat.js``; named in the page so that they are fetched together."""


@guarded(Guard.PUBLIC)
async def chat(request: web.Request) -> web.Response:
    """The chat; ``?thu-tuc=CODE`` begins with a procedure, ``?xa=CODE`` in a commune."""
    return await show(request)


async def show(request: web.Request, framed_by: Sequence[str] = ()) -> web.Response:
    """The same for a frame on pages of these origins."""
    texts = request.app[TEXTS]
    return page(
        request,
        "webchat/chat.html",
        starters=[texts.say(f"webchat.starter.{key}") for key in STARTERS],
        words={key: texts.say(f"webchat.script.{key}", left="{left}") for key in SCRIPT_WORDS},
        scripts=[f"/static/webchat/{name}" for name in _SCRIPTS],
        limit=request.app[SETTINGS].max_message,
        about=await _about(request),
        commune=request.app[UNITS].get(request.query.get("xa", "")),
        framed_by=framed_by,
        closed=await asyncio.to_thread(_closed, request.app),
    )


def _closed(app: web.Application) -> Closed | None:
    mailroom = app[MAILROOM]
    with mailroom.database.reading() as session:
        return closed_channels(session, mailroom.clock()).get(NAME)


async def _about(request: web.Request) -> ProcedureDocument | None:
    if not (code := request.query.get("thu-tuc")):
        return None
    edition = await asyncio.to_thread(request.app[LIBRARY].current)
    return edition.documents.get(code)
