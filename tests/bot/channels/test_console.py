"""A chat in the terminal: what is typed arrives, what is said is shown, trouble is told kindly."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import console
from bot.texts import Texts
from tests.bot.pushing import until

TEXTS = Texts.load()


class FakeBot:
    """The chat interface of the web page, answering each text with an echo."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.said: list[dict[str, Any]] = []
        self.refusal: tuple[int, str] | None = None
        self.down = False
        self.changed = asyncio.Event()
        app = web.Application()
        app.router.add_post("/api/v1/conversations", self._open)
        app.router.add_post("/api/v1/conversations/c1/messages", self._take)
        app.router.add_get("/api/v1/conversations/c1/messages", self._give)
        self.server = TestServer(app)

    def say(self, *blocks: dict[str, Any], **more: Any) -> None:
        self.said.append({"id": len(self.said) + 1, "blocks": list(blocks), **more})
        self.changed.set()
        self.changed = asyncio.Event()

    async def _open(self, _request: web.Request) -> web.Response:
        return web.json_response({"conversation_id": "c1", "token": "t"}, status=201)

    async def _take(self, request: web.Request) -> web.Response:
        if self.refusal is not None:
            status, detail = self.refusal
            return web.json_response({"error": "error.too_many", "detail": detail}, status=status)
        text = (await request.json())["text"]
        self.heard.append(text)
        self.say({"kind": "text", "text": f"dạ {text}"}, meta={"outcome": "answered"})
        return web.json_response({}, status=202)

    async def _give(self, request: web.Request) -> web.Response:
        if self.down:
            raise web.HTTPBadGateway
        after = int(request.query["after"])
        if len(self.said) <= after:
            try:
                await asyncio.wait_for(self.changed.wait(), float(request.query["wait"]))
            except TimeoutError:
                return web.json_response({"messages": []})
        return web.json_response({"messages": self.said[after:]})


@pytest.fixture
async def bot() -> AsyncIterator[FakeBot]:
    fake = FakeBot()
    async with fake.server:
        yield fake


async def typing(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def held_open(done: asyncio.Event, *lines: str) -> AsyncIterator[str]:
    """Somebody who types, then only watches."""
    for line in lines:
        yield line
    await done.wait()


async def test_questions_are_answered_one_after_the_other(bot: FakeBot) -> None:
    shown: list[str] = []
    lines = typing("làm khai sinh\n", "  \n", "2\n")
    assert await console.run(str(bot.server.make_url("/")), TEXTS, lines=lines, show=shown.append) == 0
    assert bot.heard == ["làm khai sinh", "2"]
    assert shown[0] == TEXTS.say("console.welcome")
    assert [text.strip() for text in shown[1:]] == ["dạ làm khai sinh", "dạ 2", TEXTS.say("console.bye")]


async def test_an_officers_answer_comes_while_nobody_types(bot: FakeBot) -> None:
    shown: list[str] = []
    done = asyncio.Event()
    chat = asyncio.create_task(
        console.run(str(bot.server.make_url("/")), TEXTS, lines=held_open(done, "hỏi"), show=shown.append)
    )
    await until(lambda: len(shown) == 2)
    bot.say(
        {"kind": "text", "text": "Dạ, xin trả lời."},
        {"kind": "list", "title": "Hồ sơ", "items": ["Tờ khai"], "ordered": False},
        {"kind": "link", "label": "Nộp", "url": "https://a.vn"},
        choices=[{"id": "2.1", "label": "Hài lòng"}, {"id": "2.2", "label": "Hỏi thêm"}],
        meta={"outcome": "answered"},
        kind="officer",
        author="Trần Thị B",
    )
    await until(lambda: len(shown) == 3)
    done.set()
    assert await chat == 0
    assert shown[2].strip() == (
        "[Cán bộ Trần Thị B]\nDạ, xin trả lời.\n\nHồ sơ\n• Tờ khai\n\nNộp: https://a.vn\n\n1. Hài lòng\n2. Hỏi thêm"
    )


async def test_a_bot_that_is_not_there_is_told_kindly() -> None:
    shown: list[str] = []
    assert await console.run("http://127.0.0.1:9", TEXTS, lines=typing("a"), show=shown.append) == 1
    assert shown == [TEXTS.say("console.down", url="http://127.0.0.1:9")]


async def test_a_refusal_is_told_in_the_bots_own_words(bot: FakeBot) -> None:
    bot.refusal = (429, "Dạ, ông/bà đợi giúp em ạ.")
    shown: list[str] = []
    await console.run(str(bot.server.make_url("/")), TEXTS, lines=typing("a"), show=shown.append)
    assert shown[1] == TEXTS.say("console.refused", reason="Dạ, ông/bà đợi giúp em ạ.")


async def test_a_lost_connection_is_told_once_and_taken_up_again(bot: FakeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PAUSE", 0.01)
    monkeypatch.setattr(console, "WAIT", 0.02)
    shown: list[str] = []
    done = asyncio.Event()
    bot.down = True
    chat = asyncio.create_task(
        console.run(str(bot.server.make_url("/")), TEXTS, lines=held_open(done), show=shown.append)
    )
    await until(lambda: TEXTS.say("console.lost") in shown)
    await asyncio.sleep(0.05)
    bot.down = False
    await until(lambda: TEXTS.say("console.back") in shown)
    done.set()
    await chat
    assert shown.count(TEXTS.say("console.lost")) == 1


async def test_ctrl_c_leaves_politely(bot: FakeBot) -> None:
    shown: list[str] = []
    chat = asyncio.create_task(
        console.run(str(bot.server.make_url("/")), TEXTS, lines=held_open(asyncio.Event()), show=shown.append)
    )
    await until(lambda: shown)
    os.kill(os.getpid(), signal.SIGINT)
    assert await chat == 0
    assert shown[-1] == TEXTS.say("console.bye")


async def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("một\n\nhai"))
    assert [line async for line in console.typed_lines()] == ["một\n", "\n", "hai"]


async def test_a_block_of_a_newer_bot_is_still_shown(bot: FakeBot) -> None:
    shown: list[str] = []
    done = asyncio.Event()
    chat = asyncio.create_task(
        console.run(str(bot.server.make_url("/")), TEXTS, lines=held_open(done), show=shown.append)
    )
    bot.say({"kind": "map", "where": "Biên Hòa"}, meta={"outcome": "answered"})
    await until(lambda: len(shown) == 2)
    done.set()
    await chat
    assert "Biên Hòa" in shown[1]
