"""The stream: everything that is said, resumed where it broke off, ended when the server stops."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.webchat import events
from tests.bot.webchat.conftest import Chat, Citizen


class Stream:
    """Reads events as a browser would."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> dict[str, Any]:
        """The next event; a comment is the event ``:``."""
        lines: list[str] = []
        async with asyncio.timeout(60):
            while line := (await self.response.content.readline()).decode():
                if line == "\n":
                    break
                lines.append(line.rstrip("\n"))
        if lines and lines[0].startswith(":"):
            return {"event": ":"}
        return dict(line.split(": ", 1) for line in lines)

    async def texts(self, count: int) -> list[str]:
        """Texts of the next so many messages."""
        found: list[str] = []
        while len(found) < count:
            event = await self.next()
            if event["event"] == "message":
                message = json.loads(event["data"])
                assert str(message["id"]) == event["id"]
                found.append(message["blocks"][0]["text"])
        return found


@asynccontextmanager
async def listening(citizen: Citizen, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """An open stream."""
    url = f"{citizen.path}/events{query}"
    async with citizen.client.get(url, headers={**citizen.headers, **headers}) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        yield Stream(response)


async def test_messages_come_as_they_are_said(chat: Chat) -> None:
    citizen = await chat.open()
    async with listening(citizen) as stream:
        assert json.loads((await stream.next())["data"]) == {"pending": False}
        began = time.monotonic()
        for number in range(3):
            await citizen.say(f"câu {number}", f"m{number}")
            await chat.engine.answer_all()
        assert await stream.texts(3) == ["Dạ: câu 0", "Dạ: câu 1", "Dạ: câu 2"]
        assert time.monotonic() - began < 1.5


async def test_a_broken_stream_is_resumed_without_loss_or_copy(chat: Chat) -> None:
    citizen = await chat.open()
    await citizen.say("một", "a")
    await chat.engine.answer_all()
    async with listening(citizen) as stream:
        event = await stream.next()
    await citizen.say("hai", "b")
    await chat.engine.answer_all()
    async with listening(citizen, **{"Last-Event-ID": event["id"]}) as stream:
        assert await stream.texts(1) == ["Dạ: hai"]
    async with listening(citizen, query=f"?after={event['id']}") as stream:
        assert await stream.texts(1) == ["Dạ: hai"]


async def test_it_tells_that_an_answer_is_being_made(chat: Chat) -> None:
    citizen = await chat.open()
    async with listening(citizen) as stream:
        assert json.loads((await stream.next())["data"]) == {"pending": False}
        await citizen.say("lệ phí")
        async with asyncio.timeout(2):  # by the bell, not when the reader looks again by itself
            assert json.loads((await stream.next())["data"]) == {"pending": True}
        await chat.engine.answer_all()
        told = [(await stream.next())["event"], json.loads((await stream.next())["data"])]
        assert told == ["message", {"pending": False}]


async def test_silence_is_broken_by_a_comment(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.2)
    citizen = await chat.open()
    async with listening(citizen) as stream:
        assert [(await stream.next())["event"], (await stream.next())["event"]] == ["pending", ":"]


async def test_a_stopping_server_lets_its_readers_go(chat: Chat) -> None:
    citizen = await chat.open()
    polling = asyncio.create_task(citizen.heard(wait=25))
    async with listening(citizen) as stream:
        await stream.next()
        began = time.monotonic()
        await chat.server.app.shutdown()
        assert await stream.next() == {}  # the end, not a broken line
        assert await polling == []
        assert time.monotonic() - began < 2
