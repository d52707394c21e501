"""Warns in the log of what runs out: one line for each bound it crosses, once, whichever process looks first."""

from __future__ import annotations

import asyncio

import structlog

from knowledge_base.clock import Clock, today
from knowledge_base.database import Database
from knowledge_base.expiry.acts import LegalAct
from knowledge_base.expiry.queue import Ending, queue
from knowledge_base.expiry.watch import newly_crossed
from knowledge_base.procedures.library import Library

EVERY = 3600.0  # seconds; a new day is seen within the hour

log = structlog.get_logger()


class ExpiryWatch:
    """One for each bot process."""

    def __init__(self, database: Database, library: Library, acts: tuple[LegalAct, ...], clock: Clock) -> None:
        self._database = database
        self._library = library
        self._acts = acts
        self._clock = clock

    def look(self) -> list[Ending]:
        """Warn of what crossed a bound since anybody looked; returns it."""
        documents, day = self._library.current().documents, today(self._clock)
        with self._database.transaction() as session:
            crossed = newly_crossed(session, queue(session, documents, self._acts, day), day, self._clock())
        for item in crossed:
            log.warning(
                "knowledge_runs_out",
                kind=item.kind.value,
                subject=item.subject,
                last_day=item.last.isoformat(),
                days_left=item.days_left(day),
                procedures=len(item.procedures),
            )
        return crossed

    async def run(self) -> None:
        """Until cancelled. A database that is away is asked again later."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:
                log.warning("expiry_not_checked", error=type(error).__name__)
            await asyncio.sleep(EVERY)
