"""Opens conversations."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.webchat import NAME
from bot.guard.address import address_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, UNITS
from bot.webchat.bodies import Opening, read
from bot.webchat.keys import OPENINGS
from bot.webchat.view import answer
from knowledge_base.conversations.service import OpenedConversation, open_with_token
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.mailbox.models import IncomingKind


@guarded(Guard.PUBLIC)
async def open_conversation(request: web.Request) -> web.Response:
    """201 with the conversation's id and the token that proves it is yours."""
    request.app[OPENINGS].check(address_of(request))
    wanted = await read(request, Opening)
    opened = await asyncio.to_thread(_open, request.app, wanted)
    request.app[MAILROOM].arrived.ring()
    return answer({"conversation_id": opened.id, "token": opened.token}, status=201)


def _open(app: web.Application, wanted: Opening) -> OpenedConversation:
    mailroom = app[MAILROOM]
    now = mailroom.clock()
    unit = app[UNITS].get(wanted.commune or "")
    with mailroom.database.transaction() as session:
        opened = open_with_token(session, NAME, now, unit.code if unit else None)
        if wanted.greeting or wanted.procedure:
            session.flush()
            start = Incoming(NAME, f"{opened.id}/start", opened.id, IncomingKind.START, wanted.procedure or "")
            receive(session, start, now)
        return opened
