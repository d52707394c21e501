"""A contestant is asked everything once, and shown by what it answered."""

from __future__ import annotations

import os
from typing import Any

from aiohttp import ClientSession, web
from pytest_aiohttp import AiohttpServer

from bot.evaluation.bench.contestant import Contestant, aspects_of
from bot.evaluation.bench.race import race
from bot.evaluation.bench.side_by_side import as_text, flat
from bot.evaluation.questions import Asked
from bot.evaluation.sets import Part
from bot.texts import Texts
from knowledge_base.vocabulary import Aspect

BIRTH = "1.001193"
PART = Part(
    "own",
    [
        [Asked("khai sinh cần gì", (BIRTH,), frozenset({Aspect.PAPERS}), "chat")],
        [Asked("trời mưa", ("none",), None, "oos_far")],
        [Asked("im lặng", (BIRTH,), frozenset({Aspect.FEE}), "chat")],
        [Asked("một", (BIRTH,), None, "opening"), Asked("hai", (BIRTH,), None, "follow_up")],
    ],
)


async def rasa(aiohttp_server: AiohttpServer) -> tuple[str, list[str]]:
    """A Rasa that answers about birth, declines the rain, and fails at silence."""
    senders: list[str] = []

    async def turn(request: web.Request) -> web.Response:
        body = await request.json()
        senders.append(body["sender"])
        known: dict[str, list[dict[str, Any]]] = {
            "khai sinh cần gì": [
                {"custom": {"meta": {"outcome": "answered", "procedure": BIRTH, "aspects": ["overview"]}}}
            ],
            "trời mưa": [{"custom": {"meta": {"outcome": "declined"}}}],
        }
        return web.json_response(known.get(body["message"], []))

    async def parse(request: web.Request) -> web.Response:
        return web.json_response({"intent": {"name": "ask_papers"}, "entities": []})

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", turn)
    app.router.add_post("/model/parse", parse)
    return str((await aiohttp_server(app)).make_url("")), senders


async def test_race(aiohttp_server: AiohttpServer) -> None:
    url, senders = await rasa(aiohttp_server)
    async with ClientSession() as http:
        shown = await race(Contestant(http, url, os.getpid(), 1.0), [PART])
    procedures = shown["accuracy"]["own"]["procedures"]
    assert (procedures["rows"], procedures["right"], procedures["aspects_exact"]) == (2, 50.0, 100.0)
    assert shown["accuracy"]["own"]["oos_far"]["right"] == 100.0
    assert shown["memory_idle_mb"] > 10
    assert shown["messages_per_s"] > 0
    assert len(senders) == len(set(senders)) == 6  # every question a conversation of its own


def test_aspects_are_entities_or_parts_of_the_label() -> None:
    entities = [{"entity": "aspect", "value": "fee"}, {"entity": "topic", "value": "khai sinh"}]
    assert aspects_of({"intent": {"name": "ask_papers"}, "entities": entities}) == ["fee"]
    assert aspects_of({"intent": {"name": "ask_papers+ask_time"}, "entities": []}) == ["papers", "time"]
    assert aspects_of({"intent": {"name": "thanks"}}) == []
    assert aspects_of({}) == []


def test_the_table_stands_side_by_side() -> None:
    ours = {"training_s": 30.5, "accuracy": {"own": {"procedures": {"right": 90.0, "aspects_exact": None}}}}
    default = {"training_s": 300.0, "accuracy": {"own": {"procedures": {"right": 70.0}}}}
    phoatis = {"linear": {"accuracy": 96.53, "bare": 96.42, "training_s": 11.0}}
    told = as_text({"rasa": {"ours": ours, "default": default}, "phoatis": phoatis}, Texts.load())
    assert [line.split() for line in told.splitlines() if line.startswith("training_s")] == [
        ["training_s", "30.5", "300"]
    ]
    assert [line.split()[-2:] for line in told.splitlines() if "aspects_exact" in line] == [["–", "–"]]
    assert "97.62" in told
    assert dict(flat(ours))["accuracy/own/procedures/right"] == 90.0
    assert as_text({"rasa": None, "phoatis": None}, Texts.load()) == ""
