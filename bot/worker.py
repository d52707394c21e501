"""Takes messages out of the inbox, several conversations side by side, each in its own order."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from bot.mailroom import Mailroom, wait_for_ring
from knowledge_base.conversations.service import release_leases
from knowledge_base.mailbox.inbox import Claim, claim_next, is_waiting

LEASE = timedelta(seconds=30)
BREATH = 1.0  # seconds to wait after the database refused, before asking again

log = structlog.get_logger()


class Answers(Protocol):
    """The engine, or a test's."""

    async def answer(self, claim: Claim) -> None:
        """Answer one message, or give it back."""


class Worker:
    """One per bot process; ``instance`` tells its leases from those of other processes."""

    def __init__(self, mailroom: Mailroom, engine: Answers, instance: str, side_by_side: int) -> None:
        self._mailroom = mailroom
        self._engine = engine
        self._instance = instance
        self._places = asyncio.Semaphore(side_by_side)
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Answer until cancelled."""
        freed = False
        while True:
            try:
                if not freed:  # what a killed run of ours was answering is taken up at once
                    await asyncio.to_thread(self._release)
                    freed = True
                await self._round()
            except Exception:
                log.exception("worker_round_failed")
                await asyncio.sleep(BREATH)

    async def drain(self) -> None:
        """Wait for what is being answered now."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _round(self) -> None:
        listening = self._mailroom.arrived.listen()
        await self._places.acquire()
        try:
            claim = await asyncio.to_thread(self._claim)
        except BaseException:
            self._places.release()
            raise
        if claim is None:
            self._places.release()
            await wait_for_ring(listening)
            return
        task = asyncio.create_task(self._answer(claim))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, claim: Claim) -> None:
        try:
            await self._engine.answer(claim)
        finally:
            self._places.release()
            self._mailroom.arrived.ring()  # the conversation is free for its next message

    def _claim(self) -> Claim | None:
        now = self._mailroom.clock()
        with self._mailroom.database.reading() as session:
            if not is_waiting(session, now):
                return None
        with self._mailroom.database.transaction() as session:
            return claim_next(session, self._instance, now, LEASE)

    def _release(self) -> None:
        with self._mailroom.database.transaction() as session:
            release_leases(session, self._instance)
