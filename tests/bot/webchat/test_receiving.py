"""Receiving: what is new, in order, at once; the history after a reload."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.mailroom import Mailroom
from knowledge_base.mailbox.models import OutboxRow
from tests.bot.webchat.conftest import Chat, FakeEngine, said


async def test_only_what_is_new_is_handed_out(chat: Chat) -> None:
    citizen = await chat.open()
    await citizen.say("một", "a")
    await citizen.say("hai", "b")
    await chat.engine.answer_all()
    _, body = await citizen.get()
    first, second = body["messages"]
    assert await citizen.heard(after=first["id"]) == ["Dạ: hai"]
    assert await citizen.heard(after=second["id"]) == []


async def test_what_a_choice_does_stays_on_the_server(chat: Chat) -> None:
    citizen = await chat.open()
    chat.engine.queue.append(said("Dạ", "Lệ phí"))
    await citizen.say("khai sinh")
    await chat.engine.answer_all()
    response = await chat.client.get(f"{citizen.path}/messages", headers=citizen.headers)
    text = await response.text()
    assert "Lệ phí" in text
    assert "secret" not in text
    assert "payload" not in text


async def test_waiting_ends_at_once_when_something_is_said(chat: Chat) -> None:
    citizen = await chat.open()
    waiting = asyncio.create_task(citizen.heard(wait=20))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await citizen.say("lệ phí")
    await chat.engine.answer_all()
    assert await waiting == ["Dạ: lệ phí"]
    assert time.monotonic() - began < 4  # by the bell: looking again would take five seconds


async def test_what_another_process_says_arrives_too(chat: Chat) -> None:
    citizen = await chat.open()
    elsewhere = FakeEngine(Mailroom(chat.engine.mailroom.database, chat.clock))  # cannot ring this process's bells
    waiting = asyncio.create_task(citizen.heard(wait=20))
    await asyncio.sleep(0.1)
    await asyncio.to_thread(elsewhere.say, citizen.id, said("Chào ông/bà"))
    assert await asyncio.wait_for(waiting, 3) == ["Chào ông/bà"]


async def test_waiting_in_vain_ends_in_time(chat: Chat) -> None:
    citizen = await chat.open()
    began = time.monotonic()
    assert await citizen.get(wait=0.2) == (200, {"messages": [], "pending": False})
    assert 0.2 <= time.monotonic() - began < 2


async def test_a_message_waits_for_its_answer_until_it_is_there(chat: Chat) -> None:
    citizen = await chat.open()
    await citizen.say("lệ phí")
    assert (await citizen.get())[1] == {"messages": [], "pending": True}
    await chat.engine.answer_all()
    assert (await citizen.get())[1]["pending"] is False


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"},
        {"after": "-1"},
        {"after": "1" * 30},
        {"after": "²"},
        {"wait": "x"},
        {"wait": "nan"},
        {"wait": -1},
    ],
)
async def test_a_wrong_question_is_answered_in_words(chat: Chat, query: dict[str, str]) -> None:
    citizen = await chat.open()
    status, refusal = await citizen.get(**query)
    assert (status, refusal["error"]) == (400, "error.invalid")


async def test_an_officer_is_named(chat: Chat) -> None:
    citizen = await chat.open()
    message = said("Kính chào ông/bà.", kind="officer", author="Nguyễn Văn An", ticket="TT-2026-000123")
    await asyncio.to_thread(chat.engine.say, citizen.id, message)
    _, body = await citizen.get()
    shown = body["messages"][0]
    assert (shown["kind"], shown["author"], shown["ticket"]) == ("officer", "Nguyễn Văn An", "TT-2026-000123")
    assert shown["at"].startswith("2026-11-24T02:00:00")


async def test_the_history_has_both_sides_in_order(chat: Chat) -> None:
    citizen, other = await chat.open(greeting=True), await chat.open()
    await other.say("của người khác")
    chat.engine.queue.append(said("Dạ, em chào ông/bà.", "Lệ phí"))
    await chat.engine.answer_all()
    chat.clock.advance(seconds=5)
    _, body = await citizen.get()
    await citizen.post({"id": "m1", "choice": body["messages"][0]["choices"][0]["id"]})
    chat.clock.advance(seconds=1)
    await chat.engine.answer_all()
    chat.clock.advance(seconds=5)
    await citizen.post({"id": "m2", "attachment": "image"})
    _, history = await citizen.get("history")
    told = [(e["who"], e.get("text") or e.get("message", {}).get("kind", "")) for e in history["entries"]]
    assert told == [("bot", "reply"), ("citizen", "Lệ phí"), ("bot", "reply"), ("citizen", "")]
    assert [entry["id"] for entry in history["entries"] if entry["who"] == "citizen"] == ["m1", "m2"]


async def test_a_long_history_is_cut_at_its_beginning(chat: Chat) -> None:
    citizen = await chat.open()
    body, now = said("x").model_dump(mode="json"), chat.clock()
    with chat.engine.mailroom.database.transaction() as session:
        for _ in range(201):
            row = OutboxRow(conversation_id=citizen.id, channel="web", body=body, state="sent", next_try_at=now)
            row.created_at = now
            session.add(row)
    _, history = await citizen.get("history")
    _, everything = await citizen.get(after=0)
    last = (await citizen.get(after=everything["messages"][-1]["id"]))[1]["messages"][-1]
    assert len(history["entries"]) == 200
    assert history["entries"][-1]["message"]["id"] == last["id"]
