"""Keeps a process's phrases as editors word them: looks whether the knowledge moved, then reads them again."""

from __future__ import annotations

import asyncio

import structlog

from bot.texts import Texts
from knowledge_base.database import Database
from knowledge_base.procedures.service import current_revision
from knowledge_base.wording.service import spoken

EVERY = 0.5  # seconds; an edit is live within two

log = structlog.get_logger()


class Overlay:
    """One for each process that speaks."""

    def __init__(self, database: Database, texts: Texts) -> None:
        self._database = database
        self._texts = texts
        self._revision = -1

    def refresh(self) -> None:
        """Read the phrases if anything was published since; one tiny query if not."""
        with self._database.reading() as session:
            revision = current_revision(session)
            if revision != self._revision:
                self._texts.overlay(spoken(session))
                self._revision = revision

    async def run(self) -> None:
        """Until cancelled. A database that is away changes no words."""
        while True:
            try:
                await asyncio.to_thread(self.refresh)
            except Exception as error:
                log.warning("phrases_not_read", error=type(error).__name__)
            await asyncio.sleep(EVERY)
