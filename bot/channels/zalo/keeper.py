"""Keeps the tokens fresh: one refresher among all processes, the new pair stored before it is used, an alarm if not."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.backoff import pause_after
from bot.channels.zalo.api import TokensRefusedError, ZaloApi, ZaloDownError
from bot.mailroom import Mailroom
from knowledge_base.zalo.tokens import Held, Pair, claim_refresh, held, not_renewed, renewed

LOOK_EVERY = 300.0  # seconds; whether it is time to renew
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 1800.0  # after a refused renewal
WAIT_STEP, WAIT_STEPS = 0.1, 60  # for another process that renews now
LAST_RENEWAL = 15.0  # seconds granted to it when we are told to stop

log = structlog.get_logger()


class NoTokenError(Exception):
    """There is no token to send with now."""


class TokenKeeper:
    """One per process. ``pause`` is given by tests."""

    def __init__(
        self,
        api: ZaloApi,
        mailroom: Mailroom,
        oa_id: str,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._mailroom = mailroom
        self._oa_id = oa_id
        self._pause = pause
        self._owner = uuid.uuid4().hex  # of this process
        self._renewal: asyncio.Task[None] | None = None
        self._unconnected_told = False

    async def run(self) -> None:
        """Renew early, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("zalo_tokens_unreadable")
            await self._pause(LOOK_EVERY)

    async def look(self) -> None:
        """Renew if it is time."""
        now = await self._held()
        if now is not None and now.refresh_from <= self._mailroom.clock():
            await self._renew(now.access)
        elif now is None and not self._unconnected_told:
            self._unconnected_told = True
            log.error("zalo_not_connected", hint="python -m bot zalo connect")

    async def access(self) -> str:
        """The token to send with. Raises NoTokenError."""
        now = await self._held()
        if now is None:
            raise NoTokenError("not connected")
        return now.access

    async def after_refusal(self, stale: str) -> str:
        """Another token than the one Zalo refused. Raises NoTokenError."""
        for _ in range(WAIT_STEPS):
            await self._renew(stale)
            now = await self._held()
            if now is not None and now.access != stale:
                return now.access
            if now is None or now.failures:
                break
            await self._pause(WAIT_STEP)
        raise NoTokenError("token not renewed")

    async def finish(self) -> None:
        """Wait for a renewal under way: cut off, it would cost us the account's consent."""
        if self._renewal is not None:
            await asyncio.wait({self._renewal}, timeout=LAST_RENEWAL)

    async def _renew(self, stale: str) -> None:
        """Renew unless somebody else does; whoever stops waiting does not stop the renewal."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew_alone(stale))
        await asyncio.shield(self._renewal)

    async def _renew_alone(self, stale: str) -> None:
        used = await asyncio.to_thread(self._claim, stale)
        if used is None:
            return
        try:
            pair = await self._api.renew(used)
        except (TokensRefusedError, ZaloDownError) as error:
            await self._failed(used, f"{type(error).__name__}: {error}")
            return
        await self._store(used, pair)
        log.info("zalo_tokens_renewed")

    async def _store(self, used: str, pair: Pair) -> None:
        """Until it is written: the old pair is dead, and this one is the only way on."""
        failures = 0
        while True:
            try:
                await asyncio.to_thread(self._write, used, pair)
            except Exception:
                failures += 1
                log.exception("zalo_tokens_unwritten", failures=failures)
                await self._pause(pause_after(failures, 0.5, 10.0))
            else:
                return

    async def _failed(self, used: str, reason: str) -> None:
        failures = await asyncio.to_thread(self._note, used, reason)
        log.error("zalo_tokens_not_renewed", alarm=True, reason=reason, failures=failures, hint="docs/zalo.md")

    async def _held(self) -> Held | None:
        return await asyncio.to_thread(self._read)

    def _read(self) -> Held | None:
        with self._mailroom.database.reading() as session:
            return held(session, self._oa_id)

    def _claim(self, stale: str) -> str | None:
        with self._mailroom.database.transaction() as session:
            return claim_refresh(session, self._oa_id, stale, self._owner, self._mailroom.clock())

    def _write(self, used: str, pair: Pair) -> None:
        with self._mailroom.database.transaction() as session:
            renewed(session, self._oa_id, used, pair, self._mailroom.clock())

    def _note(self, used: str, reason: str) -> int:
        with self._mailroom.database.transaction() as session:
            known = held(session, self._oa_id)
            pause = pause_after((known.failures if known else 0) + 1, FIRST_PAUSE, LONGEST_PAUSE)
            until = self._mailroom.clock() + timedelta(seconds=pause)
            return not_renewed(session, self._oa_id, used, self._owner, reason, until)
