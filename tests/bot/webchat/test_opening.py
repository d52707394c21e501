"""Opening a conversation: who gets in, how often, and what is said first."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import context_of
from tests.bot.webchat.conftest import API, CODE, Chat, read


async def test_a_conversation_is_opened_with_its_own_token(chat: Chat) -> None:
    first, second = await chat.open(), await chat.open()
    assert len({first.id, second.id, first.token, second.token}) == 4
    assert chat.inbox() == []  # nothing is said unasked: measuring tools get their own replies only


async def test_an_empty_request_opens_too(chat: Chat) -> None:
    status, opened = await read(await chat.client.post(API))
    assert (status, set(opened)) == (201, {"conversation_id", "token"})


@pytest.mark.parametrize(
    ("wanted", "text"),
    [({"greeting": True}, ""), ({"procedure": CODE}, CODE), ({"greeting": True, "procedure": CODE}, CODE)],
)
async def test_the_bot_speaks_first_when_asked(chat: Chat, wanted: dict[str, object], text: str) -> None:
    await chat.open(**wanted)
    assert chat.inbox() == [("start", text)]


@pytest.mark.parametrize(("code", "known"), [("26068", "26068"), ("99999", None), (None, None)])
async def test_the_commune_of_the_portal_is_known_from_the_first_word(
    chat: Chat, code: str | None, known: str | None
) -> None:
    citizen = await chat.open(greeting=True, commune=code)
    with chat.engine.mailroom.database.reading() as session:
        assert context_of(session.get_one(Conversation, citizen.id)).commune == known


@pytest.mark.parametrize(
    "body",
    [
        {"commune": "xa"},
        {"commune": 26068},
        {"greeting": "yes"},
        {"greeting": 1},
        {"procedure": "khai sinh"},
        {"procedure": "1.00119३"},
        {"more": 1},
        [],
        "x",
    ],
)
async def test_a_wrong_opening_opens_nothing(chat: Chat, body: object) -> None:
    status, said = await read(await chat.client.post(API, json=body))
    assert (status, said["error"]) == (400, "error.invalid")
    assert said["detail"].startswith("Dạ,")


class TestRate:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_CONVERSATIONS_PER_MINUTE=2)

    async def test_too_many_conversations_from_one_address_have_to_wait(self, chat: Chat) -> None:
        await chat.open()
        citizen = await chat.open()
        response = await chat.client.post(API, json={})
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        status, said = await read(response)
        assert (status, said["error"]) == (429, "error.too_many")
        assert "đợi" in said["detail"]
        assert await citizen.say("lệ phí bao nhiêu") == 202  # who is in is not disturbed
