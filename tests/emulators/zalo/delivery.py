"""The webhook's sender: signs, gives the receiver two seconds, repeats the same body with ``num_retry``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.emulators.zalo.signing import Way, signed
from tests.emulators.zalo.state import State

PATIENCE = aiohttp.ClientTimeout(total=2)
PAUSES = (30.0, 300.0, 900.0, 1800.0, 3600.0)


@dataclass(frozen=True)
class Attempt:
    """One delivery as it went; status 0: no answer in time."""

    event: str
    status: int
    retry: int
    seconds: float


class Delivery:
    """Sends events once ``url`` is set. ``pauses`` between repetitions are shortened by tests."""

    def __init__(self, state: State, url: str = "", pauses: Sequence[float] = PAUSES) -> None:
        self.url = url
        self.pauses = pauses
        self.attempts: list[Attempt] = []
        self.given_up: list[dict[str, Any]] = []  # after so many repetitions Zalo takes the subscription away
        self._state = state
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, event: dict[str, Any], way: Way = Way.RIGHT) -> None:
        """Deliver beside everything else: Zalo promises no order."""
        if self.url:
            task = asyncio.create_task(self.deliver(event, way))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def deliver(self, event: dict[str, Any], way: Way = Way.RIGHT) -> None:
        """Until it is taken with 200, or given up."""
        body = encoded(event)
        for retry in range(len(self.pauses) + 1):
            if retry:
                await asyncio.sleep(self.pauses[retry - 1])
            if await self.post(body, str(event.get("timestamp", "")), way, retry) == 200:
                return
        self.given_up.append(event)

    async def post(
        self,
        body: bytes,
        timestamp: str,
        way: Way = Way.RIGHT,
        retry: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """One delivery of these very bytes; returns the HTTP status, 0 without an answer."""
        what = signed(self._state, body, timestamp, way)
        more = {"num_retry": str(retry)} if retry else {}
        content = {"Content-Type": "application/json"}
        loop = asyncio.get_running_loop()
        begun, status = loop.time(), 0
        with suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=PATIENCE) as http:
                sent = content | what.headers | more | dict(headers or {})
                async with http.post(self.url, data=what.body, headers=sent) as response:
                    status = response.status
        self.attempts.append(Attempt(_name(body), status, retry, loop.time() - begun))
        return status

    async def stop(self) -> None:
        """Leave what is still to be repeated."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until all is delivered or given up."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def encoded(event: dict[str, Any]) -> bytes:
    """As Zalo writes it: no blanks, words as they are."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _name(body: bytes) -> str:
    with suppress(ValueError, AttributeError, RecursionError):
        return str(json.loads(body).get("event_name"))
    return ""
