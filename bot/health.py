"""Whether the bot can answer: the database, Rasa and the action server all respond."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.dialogue import Dialogue
from knowledge_base.database import Database
from knowledge_base.health import database_answers

SECONDS = aiohttp.ClientTimeout(total=2)


class Health:
    """Asked by ``GET /healthz``."""

    def __init__(self, database: Database, dialogue: Dialogue, http: aiohttp.ClientSession, actions_port: int) -> None:
        self._database = database
        self._dialogue = dialogue
        self._http = http
        self._actions = f"http://127.0.0.1:{actions_port}/health"

    async def check(self) -> bool:
        """True once a citizen's question would be answered in full."""
        parts = await asyncio.gather(
            asyncio.to_thread(database_answers, self._database), self._dialogue.healthy(), self._actions_answer()
        )
        return all(parts)

    async def _actions_answer(self) -> bool:
        try:
            async with self._http.get(self._actions, timeout=SECONDS) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
