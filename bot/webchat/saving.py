"""Lets citizens keep their conversation: as a text file, or as a page to print. Only with its token."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS, UNITS
from bot.site.pages import page
from bot.webchat.access import conversation_of, prove
from bot.webchat.keys import SAVINGS
from bot.webchat.transcript import Transcript, read_transcript, to_plain_text
from knowledge_base.clock import today
from knowledge_base.errors import InvalidInputError

PATH = "/ban-in"
A_MINUTE = 20
"""How often one conversation may be read whole within a minute."""
FORM_TYPE = "application/x-www-form-urlencoded"


@guarded(Guard.CONVERSATION)
async def as_text(request: web.Request) -> web.Response:
    """UTF-8 with its mark, so that every editor of Windows shows the letters as they are."""
    transcript = await _transcript(request, await conversation_of(request))
    name = f"tro-chuyen-{today(request.app[MAILROOM].clock).isoformat()}.txt"
    return web.Response(
        body=to_plain_text(transcript, request.app[TEXTS]).encode("utf-8-sig"),
        content_type="text/plain",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@guarded(Guard.CONVERSATION)
async def as_page(request: web.Request) -> web.Response:
    """The page. Posted though it writes nothing: a page's request carries no header, and no address holds a token."""
    if request.content_type != FORM_TYPE:
        raise InvalidInputError("not a form")
    form = await request.post()
    conversation_id = str(form.get("conversation", ""))
    await prove(request.app, conversation_id, str(form.get("token", "")))
    return page(request, "webchat/transcript.html", transcript=await _transcript(request, conversation_id))


async def _transcript(request: web.Request, conversation_id: str) -> Transcript:
    request.app[SAVINGS].check(conversation_id)
    return await asyncio.to_thread(_read, request.app, conversation_id)


def _read(app: web.Application, conversation_id: str) -> Transcript:
    mailroom = app[MAILROOM]
    with mailroom.database.reading() as session:
        return read_transcript(session, conversation_id, app[UNITS], app[TEXTS], mailroom.clock())
