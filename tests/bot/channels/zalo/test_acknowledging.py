"""Zalo is answered at once, whatever happens behind: Rasa hung, many people at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.conversation.engine import Engine
from bot.worker import Worker
from knowledge_base.mailbox.inbox import Claim
from tests.bot.channels.zalo.conftest import Office
from tests.bot.pushing import until
from tests.emulators.zalo import ZaloEmulator


class HungEngine(Engine):
    """Waits for a Rasa that never answers."""

    def __init__(self) -> None:
        self.waiting = 0

    async def answer(self, claim: Claim) -> None:
        """Never."""
        self.waiting += 1
        await asyncio.Event().wait()


@pytest.mark.usefixtures("served")
async def test_with_rasa_hung_every_event_is_taken_within_two_seconds(zalo: ZaloEmulator, office: Office) -> None:
    engine = HungEngine()
    working = asyncio.create_task(Worker(office.mailroom, engine, "bot-1", 8).run())
    for number in range(50):
        zalo.user.send_text(f"9{number:03}", f"câu {number}")
        await asyncio.sleep(0.01)
    await zalo.webhook.idle()
    await until(lambda: engine.waiting == 8)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    attempts = zalo.webhook.attempts
    assert [attempt.status for attempt in attempts].count(200) == 50
    assert {attempt.status for attempt in attempts} <= {200, 503}  # 503: the disk of a busy machine; Zalo comes again
    assert zalo.webhook.given_up == []
    assert max(attempt.seconds for attempt in attempts) < 2
    assert len(office.inbox()) == 50
