"""The one door to a conversation: its id in the path, its token in the header. A token never stands in a URL."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from bot.keys import MAILROOM
from knowledge_base.conversations.service import by_token
from knowledge_base.errors import NotFoundError

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_BEARER = re.compile(r"Bearer +([\w-]{1,200})", re.ASCII)


async def conversation_of(request: web.Request) -> str:
    """The id, if the token fits. Raises NotFoundError alike for a wrong id and a wrong token."""
    conversation_id = request.match_info["conversation"]
    given = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    await prove(request.app, conversation_id, given[1] if given else "")
    return conversation_id


async def prove(app: web.Application, conversation_id: str, token: str) -> None:
    """Raise NotFoundError unless the token is that of the conversation."""
    if not token or not _ID.fullmatch(conversation_id):
        raise NotFoundError
    await asyncio.to_thread(_check, app, conversation_id, token)


def _check(app: web.Application, conversation_id: str, token: str) -> None:
    with app[MAILROOM].database.reading() as session:
        by_token(session, conversation_id, token)
