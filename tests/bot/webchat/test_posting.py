"""Sending: written down once, whatever it is; only what is no message at all is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.webchat.conftest import Chat, Citizen, said

XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>"


async def test_ten_copies_at_once_are_one_message(chat: Chat) -> None:
    citizen = await chat.open()
    answers = await asyncio.gather(*(citizen.post({"id": "m1", "text": "lệ phí"}) for _ in range(10)))
    assert sorted(status for status, _ in answers) == [200] * 9 + [202]
    assert sorted(body["duplicate"] for _, body in answers) == [False] + [True] * 9
    assert all(body["id"] == "m1" for _, body in answers)
    await chat.engine.answer_all()
    assert await citizen.heard() == ["Dạ: lệ phí"]


async def test_two_citizens_may_use_the_same_id(chat: Chat) -> None:
    an, binh = await chat.open(), await chat.open()
    assert [await an.say("của An"), await binh.say("của Bình")] == [202, 202]
    await chat.engine.answer_all()
    assert [await an.heard(), await binh.heard()] == [["Dạ: của An"], ["Dạ: của Bình"]]


async def test_an_id_cannot_pass_for_our_own_opening(chat: Chat) -> None:
    citizen = await chat.open(greeting=True)
    assert await citizen.say("xin chào", "start") == 202
    assert [kind for kind, _ in chat.inbox()] == ["start", "text"]


async def test_messages_are_answered_in_the_order_they_came(chat: Chat) -> None:
    citizen = await chat.open()
    for number in range(5):
        await citizen.say(f"câu {number}", f"m{number}")
    await chat.engine.answer_all()
    assert await citizen.heard() == [f"Dạ: câu {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \n\t ", " \n\t "),
        ("a\x00b\x07c", "ab\x07c"),
        ("khai\ud800sinh", "khaisinh"),
        ("👶🏽🎉", "👶🏽🎉"),
        ("Giấy khai sinh".encode().decode(), "Giấy khai sinh"),
        ("x" * 20_000, "x" * 20_000),
        (XSS, XSS),
        ("/greet{}; #handover '; DROP TABLE inbox; --", "/greet{}; #handover '; DROP TABLE inbox; --"),
    ],
    ids=["empty", "blank", "control", "surrogate", "emoji", "nfd", "long", "html", "commands"],
)
async def test_whatever_is_typed_is_written_down(chat: Chat, text: str, kept: str) -> None:
    citizen = await chat.open()
    assert await citizen.say(text) == 202
    assert chat.inbox() == [("text", kept)]
    chat.engine.queue.append(said(kept or "Dạ"))
    await chat.engine.answer_all()
    assert await citizen.heard() == [kept or "Dạ"]
    _, history = await citizen.get("history")
    assert history["entries"][0]["text"] == kept


async def test_of_a_file_only_its_kind_is_known(chat: Chat) -> None:
    citizen = await chat.open()
    assert (await citizen.post({"id": "m1", "attachment": "image"}))[0] == 202
    assert chat.inbox() == [("attachment", "")]


async def test_a_tapped_choice_goes_in_by_its_id(chat: Chat) -> None:
    citizen = await chat.open()
    chat.engine.queue.append(said("Dạ", "Lệ phí", "Thời gian"))
    await citizen.say("khai sinh")
    await chat.engine.answer_all()
    _, body = await citizen.get()
    choice = body["messages"][0]["choices"][1]
    assert choice["label"] == "Thời gian"
    assert (await citizen.post({"id": "m2", "choice": choice["id"]}))[0] == 202
    assert chat.inbox()[1] == ("choice", choice["id"])


@pytest.mark.parametrize(
    "body",
    [
        {"id": "m1"},
        {"text": "thiếu mã"},
        {"id": "", "text": "x"},
        {"id": "x" * 65, "text": "x"},
        {"id": "có dấu", "text": "x"},
        {"id": "a/b", "text": "x"},
        {"id": "m1\n", "text": "x"},
        {"id": "m\x001", "text": "x"},
        {"id": 7, "text": "x"},
        {"id": "m1", "text": 7},
        {"id": "m1", "text": ["x"]},
        {"id": "m1", "text": "x", "choice": "1.1"},
        {"id": "m1", "choice": "1"},
        {"id": "m1", "choice": "1.1; x"},
        {"id": "m1", "choice": "١.١"},
        {"id": "m1", "choice": "9" * 30 + ".1"},
        {"id": "m1", "attachment": {"data": "…"}},
        {"id": "m1", "attachment": "x" * 1000},
        {"id": "m1", "text": "x", "admin": True},
        ["m1", "x"],
        "x",
        None,
    ],
)
async def test_what_is_no_message_is_refused_in_words(chat: Chat, body: object) -> None:
    citizen = await chat.open()
    status, refusal = await citizen.post(body)
    assert (status, refusal["error"]) == (400, "error.invalid")
    assert refusal["detail"].startswith("Dạ,")
    assert chat.inbox() == []


@pytest.mark.parametrize(
    "data", [b"{", b"\xff\xfe\xfa", b"[" * 30_000, b'{"id": "m1", "text": NaN}', b'{"id":"m1","text":"' + b"9" * 5000]
)
async def test_bad_json_is_refused_in_words(chat: Chat, data: bytes) -> None:
    citizen = await chat.open()
    status, refusal = await citizen.post_raw(data)
    assert (status, refusal["error"]) == (400, "error.invalid")


async def test_a_form_of_another_site_is_no_message(chat: Chat) -> None:
    citizen = await chat.open()
    assert (await citizen.post_raw(b'{"id": "m1", "text": "x"}', "text/plain"))[0] == 400


async def test_more_than_64_kb_is_refused_in_kind_words(chat: Chat) -> None:
    citizen = await chat.open()
    status, refusal = await citizen.post({"id": "m1", "text": "x" * 100_000})
    assert (status, refusal["error"]) == (413, "error.too_large")
    assert "ngắn gọn" in refusal["detail"]
    assert await citizen.say("lệ phí") == 202  # the conversation goes on


async def test_a_wrong_id_and_a_wrong_token_look_the_same(chat: Chat) -> None:
    an, binh = await chat.open(), await chat.open()
    strangers = [
        Citizen(chat.client, an.id, binh.token),
        Citizen(chat.client, "0" * 32, an.token),
        Citizen(chat.client, "x", an.token),
        Citizen(chat.client, an.id + "%00", an.token),
        Citizen(chat.client, an.id, "x"),
        Citizen(chat.client, an.id, "mã bí mật"),
        Citizen(chat.client, an.id, ""),
    ]
    answers = [await stranger.post({"id": "m1", "text": "x"}) for stranger in strangers]
    answers += [await stranger.get(what) for stranger in strangers for what in ("messages", "history", "events")]
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0][0], answers[0][1]["error"]) == (404, "error.not_found")
    assert chat.inbox() == []


async def test_a_token_in_the_address_is_not_a_token(chat: Chat) -> None:
    citizen = await chat.open()
    response = await chat.client.get(f"{citizen.path}/messages", params={"token": citizen.token})
    assert response.status == 404


class TestFlood:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_MESSAGES_PER_MINUTE=1)

    async def test_far_more_than_anyone_types_is_not_even_written_down(self, chat: Chat) -> None:
        citizen, other = await chat.open(), await chat.open()
        statuses = [await citizen.say("x", f"m{number}") for number in range(8)]
        assert statuses == [202] * 6 + [429] * 2
        assert await other.say("x") == 202
