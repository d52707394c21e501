"""Messages as the HTTP interface shows them. What a choice does stays on the server: only its id goes out."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from aiohttp import web

from bot.messages import Message
from knowledge_base.mailbox.models import OutboxRow

_DUMPS = partial(json.dumps, ensure_ascii=False)


def shown(row: OutboxRow) -> dict[str, Any]:
    """One message of the bot or an officer."""
    message = Message.model_validate(row.body)
    return {
        "id": row.id,
        "kind": message.kind,
        "blocks": [block.model_dump(mode="json") for block in message.blocks],
        "choices": [
            {"id": f"{row.id}.{number}", "label": choice.label}
            for number, choice in enumerate(message.choices, start=1)
        ],
        "meta": message.meta.model_dump(mode="json"),
        "author": message.author,
        "ticket": message.ticket,
        "at": row.created_at.isoformat(),
    }


def answer(body: dict[str, Any], status: int = 200) -> web.Response:
    """JSON that no cache keeps."""
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"}, dumps=_DUMPS)
