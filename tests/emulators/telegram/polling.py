"""getUpdates: a real long poll. A higher offset confirms; a second poll ends the first."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.emulators.telegram.errors import ApiError
from tests.emulators.telegram.methods import remember_allowed
from tests.emulators.telegram.params import Params
from tests.emulators.telegram.state import State

WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
LONGEST = 50


class Poll:
    """At most one poll waits at a time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._turn = 0

    async def get_updates(self, params: Params) -> list[dict[str, Any]]:
        """What is new from the offset on; waits up to ``timeout`` seconds for the first."""
        state = self._state
        if state.webhook.url:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self._turn += 1
        turn = self._turn
        state.notify()  # the poll before this one ends
        remember_allowed(state, params)
        if offset := params.number("offset"):
            state.confirm(offset)
        await self._wait(turn, min(params.number("timeout"), LONGEST))
        if state.webhook.url:
            raise ApiError(409, WEBHOOK_SET)
        if self._turn != turn:
            raise ApiError(409, OTHER_POLL)
        return state.updates[: min(max(params.number("limit", 100), 1), 100)]

    async def _wait(self, turn: int, seconds: int) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        state = self._state
        while not (state.updates or state.webhook.url) and self._turn == turn and (left := until - loop.time()) > 0:
            changed = self._state.changed
            try:
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                return
