"""A conversation from its beginning, both sides, so that a page can be reloaded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM
from bot.webchat.access import conversation_of
from bot.webchat.view import answer, shown
from knowledge_base.conversations.history import both_sides
from knowledge_base.mailbox.models import InboxRow, IncomingKind, OutboxRow


@guarded(Guard.CONVERSATION)
async def history(request: web.Request) -> web.Response:
    """``entries`` oldest first: what the citizen sent (``who: citizen``) and what was said (``who: bot``)."""
    conversation_id = await conversation_of(request)
    return answer({"entries": await asyncio.to_thread(_entries, request.app, conversation_id)})


def _entries(app: web.Application, conversation_id: str) -> list[dict[str, Any]]:
    with app[MAILROOM].database.reading() as session:
        rows = both_sides(session, conversation_id)
    messages = {row.id: shown(row) for row in rows if isinstance(row, OutboxRow)}
    labels = {choice["id"]: choice["label"] for message in messages.values() for choice in message["choices"]}
    return [
        _sent(row, labels) if isinstance(row, InboxRow) else {"who": "bot", "message": messages[row.id]} for row in rows
    ]


def _sent(row: InboxRow, labels: Mapping[str, str]) -> dict[str, Any]:
    text = labels.get(row.text, row.text) if row.kind == IncomingKind.CHOICE else row.text
    client_id = row.external_id.partition(":")[2]
    return {"who": "citizen", "id": client_id, "kind": row.kind, "text": text, "at": row.received_at.isoformat()}
