"""``kill -9`` of each process in turn while messages stream in: every accepted message is answered, once, in order."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from bot.chat_client import BotDownError, ChatClient, ChatRefusedError
from tests.journeys.system import System

CITIZENS = 20
MESSAGES_EACH = 10
QUESTIONS = ("lam giay khai sinh can gi", "còn lệ phí?", "mất bao lâu?", "nộp ở đâu", "thế còn kết hôn?")


@dataclass
class Citizen:
    """Sends in order, resends under the same id until the message is accepted."""

    client: ChatClient
    accepted: list[str] = field(default_factory=list)

    async def send_all(self, name: int) -> None:
        for number in range(MESSAGES_EACH):
            message_id = uuid.uuid4().hex
            while message_id not in self.accepted:
                with suppress(BotDownError):
                    await self.client.say(QUESTIONS[(name + number) % len(QUESTIONS)], message_id)
                    self.accepted.append(message_id)
                await asyncio.sleep(0.15)

    async def hear(self, until: float) -> list[str]:
        """Answers heard: the ids of what they answer are not told, so they are counted."""
        heard: list[str] = []
        loop = asyncio.get_running_loop()
        while len(heard) < MESSAGES_EACH and loop.time() < until:
            with suppress(BotDownError, ChatRefusedError):
                heard += [message.meta["outcome"] for message in await self.client.replies(wait=5)]
        return heard


async def test_two_hundred_messages_survive_the_death_of_each_process(system: System) -> None:
    async with aiohttp.ClientSession() as http:
        citizens = [Citizen(ChatClient(http, system.url)) for _ in range(CITIZENS)]
        for citizen in citizens:
            await citizen.client.open()
        sending = [asyncio.create_task(citizen.send_all(name)) for name, citizen in enumerate(citizens)]
        for victim in ("actions", "bot", "rasa", "bot"):
            await asyncio.sleep(0.4)
            system.kill(victim)
        await asyncio.gather(*sending)
        assert sum(len(citizen.accepted) for citizen in citizens) == CITIZENS * MESSAGES_EACH
        until = asyncio.get_running_loop().time() + 120
        heard = await asyncio.gather(*(citizen.hear(until) for citizen in citizens))
        await asyncio.sleep(1.0)
        late = await asyncio.gather(*(citizen.client.replies() for citizen in citizens))
    assert [len(answers) for answers in heard] == [MESSAGES_EACH] * CITIZENS
    assert not any(late), "something was answered twice"
    await asyncio.to_thread(system.wait_until_healthy)


async def test_without_rasa_a_true_answer_comes_within_three_seconds(system: System) -> None:
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession() as http:
        client = ChatClient(http, system.url)
        await client.open()
        system.kill("rasa")
        for question in ("đăng ký tạm trú cần giấy tờ gì", "tôi muốn gặp cán bộ"):
            began = loop.time()
            await client.say(question)
            (answer,) = await client.replies(wait=10)
            assert loop.time() - began < 3.0
            assert answer.meta["outcome"] in {"answered", "ticket", "clarify"}
    await asyncio.to_thread(system.wait_until_healthy)


async def test_without_the_action_server_a_true_answer_comes_within_three_seconds(system: System) -> None:
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession() as http:
        client = ChatClient(http, system.url)
        await client.open()
        system.kill("actions")
        began = loop.time()
        await client.say("chứng thực bản sao hết bao nhiêu tiền")
        (answer,) = await client.replies(wait=10)
        assert loop.time() - began < 3.0
        assert answer.meta["outcome"] in {"answered", "clarify"}
    await asyncio.to_thread(system.wait_until_healthy)
