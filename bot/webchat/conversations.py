"""Opens conversations."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.webchat import NAME
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM
from bot.webchat.bodies import Opening, read
from bot.webchat.keys import OPENINGS
from bot.webchat.view import answer
from knowledge_base.conversations.service import OpenedConversation, open_with_token
from knowledge_base.mailbox.inbox import Incoming
from knowledge_base.mailbox.models import IncomingKind

START = "start"
"""Client id of the message that opens a conversation with a greeting; a citizen's own ids may not clash with it."""


@guarded(Guard.PUBLIC)
async def open_conversation(request: web.Request) -> web.Response:
    """201 with the conversation's id and the token that proves it is yours."""
    request.app[OPENINGS].check(request.remote or "")
    wanted = await read(request, Opening)
    opened = await asyncio.to_thread(_open, request.app)
    if wanted.greeting or wanted.procedure:
        start = Incoming(NAME, f"{opened.id}/{START}", opened.id, IncomingKind.START, wanted.procedure or "")
        await request.app[MAILROOM].receive(start)
    return answer({"conversation_id": opened.id, "token": opened.token}, status=201)


def _open(app: web.Application) -> OpenedConversation:
    mailroom = app[MAILROOM]
    with mailroom.database.transaction() as session:
        return open_with_token(session, NAME, mailroom.clock())
