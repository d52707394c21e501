"""Delivers updates to a webhook: in order, with the secret header, again and again until it is taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.emulators.telegram.params import Params
from tests.emulators.telegram.state import State, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

type Caller = Callable[[str, Params], Any]


class Delivery:
    """Runs while the server does."""

    def __init__(self, state: State, call: Caller, first_pause: float = 0.02) -> None:
        self._state = state
        self._call = call  # carries out a method named in the webhook's answer
        self._first_pause = first_pause

    async def run(self) -> None:
        """Deliver for ever."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
            pause = self._first_pause
            while True:
                changed, hook = self._state.changed, self._state.webhook
                if not (hook.url and self._state.updates):
                    await changed.wait()
                    continue
                delivered = await self._deliver(http, hook, self._state.updates[0])
                pause = self._first_pause if delivered else min(pause * 2, 5)
                if not delivered:
                    await asyncio.sleep(pause)

    async def _deliver(self, http: aiohttp.ClientSession, hook: Webhook, update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
        try:
            async with http.post(hook.url, json=update, headers=headers) as response:
                if not 200 <= response.status < 300:
                    return _failed(hook, f"Wrong response from the webhook: {response.status} {response.reason}")
                await self._carry_out(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            return _failed(hook, f"Connection failed: {type(error).__name__}")
        self._state.updates = [kept for kept in self._state.updates if kept["update_id"] != update["update_id"]]
        return True

    async def _carry_out(self, response: aiohttp.ClientResponse) -> None:
        if response.content_type != "application/json":
            return
        body = await response.json()
        if isinstance(body, dict) and isinstance(body.get("method"), str):
            self._call(body["method"], Params(body))


def _failed(hook: Webhook, reason: str) -> bool:
    hook.last_error_date, hook.last_error_message = int(time.time()), reason
    return False
