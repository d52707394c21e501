"""The real application on the test database, with a bot behind it that says what the test wants."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.keys import MAILROOM
from bot.mailroom import Mailroom
from bot.messages import Message, Option, Paragraph
from bot.settings import Settings
from bot.texts import Texts
from bot.web import make_app
from knowledge_base.conversations.models import Conversation
from knowledge_base.database import Database
from knowledge_base.mailbox import inbox, outbox
from knowledge_base.mailbox.models import InboxRow
from knowledge_base.procedures.library import Library
from knowledge_base.replies import Meta
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Aspect, Outcome
from tests.bot.desk.conftest import texts, units
from tests.conftest import FrozenClock

__all__ = ["texts", "units"]

API = "/api/v1/conversations"
LEASE = timedelta(seconds=30)
CODE = "1.001193"


def said(text: str = "Dạ, lệ phí là 0 đồng ạ.", *labels: str, **more: Any) -> Message:
    """One message, with an option per label."""
    meta = Meta(outcome=Outcome.ANSWERED, procedure=CODE, aspects=[Aspect.FEE], candidates=[CODE], act=Act.QUESTION)
    choices = [Option(label=label, payload=f"/secret{number}") for number, label in enumerate(labels)]
    return Message(blocks=[Paragraph(text=text)], choices=choices, meta=meta, **more)


@dataclass
class FakeEngine:
    """Answers what waits in the inbox with the next message of ``queue``, else by repeating what it was told."""

    mailroom: Mailroom
    queue: deque[Message] = field(default_factory=deque)

    async def answer_all(self) -> None:
        """Everything that waits, in order."""
        while conversation_id := await asyncio.to_thread(self._answer_one):
            self.mailroom.posted(conversation_id)

    def _answer_one(self) -> str | None:
        now = self.mailroom.clock()
        with self.mailroom.database.transaction() as session:
            claim = inbox.claim_next(session, "fake", now, LEASE)
            if claim is None:
                return None
            inbox.finish(session, claim, now)
            asked = session.get_one(InboxRow, claim.inbox_id).text
            message = self.queue.popleft() if self.queue else said(f"Dạ: {asked}")
            self._say(session, session.get_one(Conversation, claim.conversation_id), message, claim.inbox_id)
            return claim.conversation_id

    def say(self, conversation_id: str, message: Message) -> None:
        """Speak unasked, as an officer does."""
        with self.mailroom.database.transaction() as session:
            self._say(session, session.get_one(Conversation, conversation_id), message, None)

    def _say(self, session: Session, conversation: Conversation, message: Message, inbox_id: int | None) -> None:
        bodies = [message.model_dump(mode="json")]
        outbox.post(session, conversation, bodies, self.mailroom.clock(), pulled=True, inbox_id=inbox_id)


@dataclass
class Citizen:
    """One conversation, by plain HTTP."""

    client: TestClient[web.Request, web.Application]
    id: str
    token: str

    @property
    def path(self) -> str:
        """Of the conversation."""
        return f"{API}/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        """What proves that it is this citizen."""
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, body: Any) -> tuple[int, dict[str, Any]]:
        """Send any body as JSON."""
        return await read(await self.client.post(f"{self.path}/messages", json=body, headers=self.headers))

    async def post_raw(self, data: bytes, content_type: str = "application/json") -> tuple[int, dict[str, Any]]:
        """Send bytes."""
        headers = {**self.headers, "Content-Type": content_type}
        return await read(await self.client.post(f"{self.path}/messages", data=data, headers=headers))

    async def say(self, text: str, client_id: str = "m1") -> int:
        """Send a text; returns the status."""
        return (await self.post({"id": client_id, "text": text}))[0]

    async def get(self, what: str = "messages", **query: Any) -> tuple[int, dict[str, Any]]:
        """Messages, or the history."""
        params = {name: str(value) for name, value in query.items()}
        return await read(await self.client.get(f"{self.path}/{what}", params=params, headers=self.headers))

    async def heard(self, **query: Any) -> list[str]:
        """The texts of the messages."""
        _, body = await self.get(**query)
        return [message["blocks"][0]["text"] for message in body["messages"]]


@dataclass
class Chat:
    """The application and what tests need around it."""

    client: TestClient[web.Request, web.Application]
    server: TestServer
    engine: FakeEngine
    clock: FrozenClock

    async def open(self, **body: Any) -> Citizen:
        """A new conversation."""
        status, opened = await read(await self.client.post(API, json=body))
        assert status == 201, opened
        return Citizen(self.client, opened["conversation_id"], opened["token"])

    def inbox(self) -> list[tuple[str, str]]:
        """Kind and text of all that was written down, oldest first."""
        with self.engine.mailroom.database.reading() as session:
            return [(row.kind, row.text) for row in session.scalars(select(InboxRow).order_by(InboxRow.id))]


async def read(response: ClientResponse) -> tuple[int, dict[str, Any]]:
    """Status and JSON."""
    async with response:
        return response.status, json.loads(await response.text())


async def healthy() -> bool:
    """All is well."""
    return True


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a test."""
    return Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_DEMO=False)


@pytest.fixture
async def chat(
    database: Database, clock: FrozenClock, texts: Texts, units: Units, settings: Settings
) -> AsyncIterator[Chat]:
    """The real application."""
    app = make_app(
        settings,
        Mailroom(database, clock),
        texts,
        library=Library(database, clock),
        units=units,
        pulled=frozenset({"web"}),
        health=healthy,
    )
    server = TestServer(app)
    async with TestClient(server) as client:
        yield Chat(client, server, FakeEngine(app[MAILROOM]), clock)
