"""The worker outlives a database in trouble."""

from __future__ import annotations

import asyncio

import pytest

from bot import worker
from bot.mailroom import Mailroom
from bot.worker import LEASE, Worker
from knowledge_base.database import Database
from knowledge_base.mailbox.inbox import Claim, Incoming, claim_next, finish
from knowledge_base.mailbox.models import IncomingKind
from tests.bot.pushing import TroubledDatabase, ended, inbox, until
from tests.conftest import FrozenClock


class FakeEngine:
    """Finishes every claim."""

    def __init__(self, mailroom: Mailroom) -> None:
        self._mailroom = mailroom

    async def answer(self, claim: Claim) -> None:
        with self._mailroom.database.transaction() as session:
            finish(session, claim, self._mailroom.clock())


async def test_a_database_in_trouble_at_the_start_does_not_leave_citizens_unanswered(
    database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BREATH", 0.01)
    troubled = TroubledDatabase(database)
    mailroom = Mailroom(troubled, clock)
    await mailroom.receive(Incoming("telegram", "1", "an", IncomingKind.TEXT, "xin chào"))
    with database.transaction() as session:  # a run that was killed held it
        assert claim_next(session, "bot-1", clock(), LEASE)
    troubled.refusing = 2
    task = asyncio.create_task(Worker(mailroom, FakeEngine(mailroom), "bot-1", 1).run())
    await until(lambda: inbox(database)[0].done_at)
    await ended(task)
