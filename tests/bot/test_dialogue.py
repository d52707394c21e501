"""The client of Rasa: whatever Rasa does, the bot gets a reply or one kind of error, in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.dialogue import Breaker, Dialogue, DialogueDownError
from knowledge_base.replies import Context, Meta, Reply, Text
from knowledge_base.vocabulary import Outcome

REPLY = Reply(
    blocks=[Text(text="xin chào")], meta=Meta(outcome=Outcome.SMALLTALK), context=Context(procedure="1.001193")
)


class FakeRasa:
    """Answers as told, keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = [{"recipient_id": "c1", "custom": REPLY.model_dump(mode="json")}]
        self.status = 200
        self.delay = 0.0
        self.asked: list[dict[str, Any]] = []

    async def webhook(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        await asyncio.sleep(self.delay)
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
async def rasa() -> AsyncIterator[tuple[FakeRasa, Dialogue]]:
    fake = FakeRasa()
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", fake.webhook)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield fake, Dialogue(http, str(server.make_url("/")), timeout=0.2)


async def test_the_context_travels_with_the_message(rasa: tuple[FakeRasa, Dialogue]) -> None:
    fake, dialogue = rasa
    assert await dialogue.ask("c1", "lệ phí?", Context(procedure="1.000894")) == REPLY
    assert fake.asked[0]["sender"] == "c1"
    assert fake.asked[0]["metadata"]["context"]["procedure"] == "1.000894"


@pytest.mark.parametrize(
    ("status", "answer"),
    [(200, []), (200, [{"text": "xin chào"}]), (200, {"custom": 1}), (500, []), (200, [{"custom": {"blocks": 3}}])],
)
async def test_anything_but_a_reply_is_a_failure(rasa: tuple[FakeRasa, Dialogue], status: int, answer: Any) -> None:
    fake, dialogue = rasa
    fake.status, fake.answer = status, answer
    with pytest.raises(DialogueDownError):
        await dialogue.ask("c1", "lệ phí?", Context())


async def test_a_hanging_rasa_is_given_up_and_then_left_alone(rasa: tuple[FakeRasa, Dialogue]) -> None:
    fake, dialogue = rasa
    fake.delay = 5
    for _ in range(3):
        with pytest.raises(DialogueDownError):
            await dialogue.ask("c1", "lệ phí?", Context())
    with pytest.raises(DialogueDownError):
        await dialogue.ask("c1", "lệ phí?", Context())
    assert len(fake.asked) == 3  # the breaker answered the fourth by itself


def test_the_breaker_lets_one_call_try_again_and_closes_on_success() -> None:
    breaker = Breaker(limit=2, pause=3.0)
    breaker.failed(0)
    assert breaker.allows(0)
    breaker.failed(0)
    assert not breaker.allows(2.9)
    assert breaker.allows(3.1)
    assert not breaker.allows(3.2)  # one at a time
    breaker.succeeded()
    assert breaker.allows(3.3)
