"""The client of Rasa: one message in, one decided reply out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
import structlog
from pydantic import ValidationError

from knowledge_base.replies import Context, Reply

log = structlog.get_logger()


class DialogueDownError(Exception):
    """Rasa or the action server did not answer in time, or not with a reply."""


@dataclass
class Breaker:
    """After ``limit`` failures in a row, asks nobody for ``pause`` seconds; then one call tries again."""

    limit: int = 3
    pause: float = 3.0
    failures: int = 0
    closed_again_at: float = 0.0

    def allows(self, now: float) -> bool:
        """Whether a call may go out; lets one through per pause while open."""
        if self.failures < self.limit:
            return True
        if now < self.closed_again_at:
            return False
        self.closed_again_at = now + self.pause
        return True

    def succeeded(self) -> None:
        """Close."""
        self.failures = 0

    def failed(self, now: float) -> None:
        """Count; open at the limit."""
        self.failures += 1
        if self.failures >= self.limit:
            self.closed_again_at = now + self.pause


class Dialogue:
    """Asks Rasa through its REST channel. Rasa keeps no state: the context travels with each message."""

    def __init__(self, http: aiohttp.ClientSession, url: str, timeout: float) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._health = f"{url.rstrip('/')}/"
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._breaker = Breaker()

    async def ask(self, conversation_id: str, message: str, context: Context) -> Reply:
        """What Rasa and its actions decided. Raises DialogueDownError, never anything else."""
        loop = asyncio.get_running_loop()
        if not self._breaker.allows(loop.time()):
            raise DialogueDownError("breaker open")
        try:
            reply = await self._post(conversation_id, message, context)
        except (aiohttp.ClientError, TimeoutError, ValidationError, ValueError, KeyError, IndexError) as error:
            self._breaker.failed(loop.time())
            log.warning("dialogue_failed", conversation=conversation_id, error=type(error).__name__)
            raise DialogueDownError(type(error).__name__) from error
        self._breaker.succeeded()
        return reply

    async def _post(self, conversation_id: str, message: str, context: Context) -> Reply:
        body = {
            "sender": conversation_id,
            "message": message,
            "metadata": {"context": context.model_dump(mode="json")},
        }
        async with self._http.post(self._url, json=body, timeout=self._timeout) as response:
            response.raise_for_status()
            # Rasa answers 200 with an empty list when something inside it failed: that raises IndexError here.
            answers = await response.json()
        return Reply.model_validate(answers[0]["custom"])

    async def healthy(self) -> bool:
        """Whether Rasa's server answers at all."""
        try:
            async with self._http.get(self._health, timeout=self._timeout) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
