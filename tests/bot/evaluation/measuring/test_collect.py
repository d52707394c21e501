"""Every set is asked in every style; the whole command runs against a bot that answers like the real one."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.evaluation.measuring.collect import MEASURED, collect, latency, thinned
from bot.evaluation.measuring.command import RESULTS, run
from bot.evaluation.questions import Asked
from bot.evaluation.sets import Part, load_sets
from bot.evaluation.variation import STYLES
from bot.settings import Settings
from bot.texts import Texts

BIRTH = "1.001193"


class FakeChat:
    """Answers about birth whatever is asked; remembers what was asked in which conversation."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._ids = count(1)
        self.app = web.Application()
        self.app.router.add_post("/api/v1/conversations", self._open)
        self.app.router.add_post("/api/v1/conversations/{id}/messages", self._say)
        self.app.router.add_get("/api/v1/conversations/{id}/messages", self._replies)

    async def _open(self, request: web.Request) -> web.Response:
        return web.json_response({"conversation_id": f"c{next(self._ids)}", "token": "t"})

    async def _say(self, request: web.Request) -> web.Response:
        self.asked.append((request.match_info["id"], (await request.json())["text"]))
        return web.json_response({}, status=202)

    async def _replies(self, request: web.Request) -> web.Response:
        meta: dict[str, Any] = {"outcome": "answered", "procedure": BIRTH, "aspects": ["papers"], "act": "question"}
        return web.json_response({"messages": [{"id": next(self._ids), "blocks": [], "meta": meta}]})


@pytest.fixture
async def chat() -> FakeChat:
    return FakeChat()


@pytest.fixture
async def url(chat: FakeChat) -> AsyncIterator[str]:
    async with TestServer(chat.app) as server:
        yield str(server.make_url(""))


def asked(question: str, expected: str = BIRTH, group: str = "chat") -> Asked:
    return Asked(question, (expected,), None, group)


PARTS = [
    Part("own", [[asked("Làm giấy khai sinh?")], [asked("một", group="opening"), asked("hai", group="follow_up")]]),
    Part("dev", [[asked("trời mưa", "none", "oos_far")]]),
]


async def test_every_set_in_every_style(chat: FakeChat, url: str) -> None:
    steps: list[str] = []
    collected = await collect(PARTS, url, ["bare"], 2, steps.append)
    assert steps == ["own · plain", "dev · plain", "own · bare", "dev · bare"]
    lines = {line.key: line for line in collected.lines()}
    assert lines["own/plain/procedures"].right == 100.0
    assert lines["own/bare/procedures"].rows == 3
    assert lines["dev/bare/oos_far"].wrong == 100.0
    said = [text for _, text in chat.asked]
    assert {"Làm giấy khai sinh?", "Lam giay khai sinh?", "troi mua"} <= set(said)


async def test_a_dialogue_stays_in_its_conversation(chat: FakeChat, url: str) -> None:
    await collect(PARTS[:1], url, [], 4, lambda step: None)
    where = {text: conversation for conversation, text in chat.asked}
    assert where["một"] == where["hai"] != where["Làm giấy khai sinh?"]


async def test_latency_is_of_single_questions_one_at_a_time(chat: FakeChat, url: str) -> None:
    times = await latency(PARTS, url)
    assert times["count"] == 2
    assert 0 < times["p50"] <= times["p99"] <= times["longest"]
    assert "hai" not in {text for _, text in chat.asked}


def test_a_thinned_set_for_trying() -> None:
    [own, dev] = thinned(PARTS, 2)
    assert [dialogue[0].question for dialogue in own.dialogues] == ["Làm giấy khai sinh?"]
    assert len(dev.dialogues) == 1


def test_what_is_measured_exists() -> None:
    assert set(MEASURED) <= set(STYLES)
    assert load_sets()[0].name == "own"


def test_without_the_dev_folder_the_own_sets_are_measured(tmp_path: Path) -> None:
    (tmp_path / "own_a.tsv").write_text("question\tprocedure\taspects\tgroup\nhỏi\tnone\t\tx\n", encoding="utf-8")
    (tmp_path / "own_b.jsonl").write_text(json.dumps([{"question": "a", "procedure": "none"}]), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("?", encoding="utf-8")
    [part] = load_sets(tmp_path, tmp_path / "missing")
    assert (part.name, len(part.dialogues)) == ("own", 2)


async def test_the_command_tells_and_keeps_every_sentence(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = Namespace(url=url, styles=["bare"], at_once=4, every=60, accept=False, folder=tmp_path)
    assert await asyncio.to_thread(run, chosen, Settings(), Texts.load()) == 0
    assert "own/bare/procedures" in capsys.readouterr().out
    rows = json.loads((tmp_path / RESULTS).read_text(encoding="utf-8"))
    assert {(row["set"], row["style"]) for row in rows} >= {("own", "plain"), ("own", "bare")}
    assert {"question", "expected", "verdict"} <= set(rows[0])
    assert not (tmp_path / "figures.json").exists()  # a thinned set is for trying


async def test_a_bot_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = Namespace(url="http://127.0.0.1:1", styles=[], at_once=1, every=300, accept=False, folder=tmp_path)
    assert await asyncio.to_thread(run, chosen, Settings(), Texts.load()) == 2
    assert "127.0.0.1:1" in capsys.readouterr().err
