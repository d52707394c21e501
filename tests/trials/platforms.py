"""The emulated Telegram and Zalo inside the trial's own loop; whatever the bot says there is noticed at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from knowledge_base.clock import now
from knowledge_base.database import Database
from knowledge_base.zalo.tokens import Pair, connect
from tests.emulators.telegram.__main__ import StandAlone as Telegram
from tests.emulators.telegram.state import Chat, person
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.delivery import Delivery
from tests.emulators.zalo.people import People
from tests.emulators.zalo.signing import Way
from tests.emulators.zalo.state import ACCESS_LIFE, Person

PAUSES = (0.3,) * 1000
"""Zalo waits longer before it repeats an event; a trial has no half hours."""

type Notice = Callable[[dict[str, Any]], None]


class Noticed(list[dict[str, Any]]):
    """The messages of one chat; tells of each that is added."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice

    def append(self, message: dict[str, Any]) -> None:
        """Add, and tell."""
        super().append(message)
        self._notice(message)


class Courier(Delivery):
    """Zalo's webhook sender, with a way to wait until an event is taken."""

    taken: defaultdict[str, asyncio.Event]

    async def deliver(self, event: dict[str, Any], way: Way = Way.RIGHT) -> None:
        """As before; tells of a message that was taken."""
        await super().deliver(event, way)
        if event not in self.given_up:
            self.taken[str(event.get("message", {}).get("msg_id"))].set()


class Platforms:
    """Start with ``async with``; then give ``settings`` to the bot and tell ``deliver_to`` where it listens."""

    def __init__(self) -> None:
        self.telegram = Telegram()
        self.zalo = ZaloEmulator(pauses=PAUSES)
        self.courier = Courier(self.zalo.state, "", PAUSES)
        self.courier.taken = defaultdict(asyncio.Event)
        self.zalo.state.per_minute = 1_000_000
        self.zalo.webhook = self.courier
        self.zalo.user = People(self.zalo.state, self.courier)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.telegram)
        await self._stack.enter_async_context(self.zalo)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def settings(self) -> Mapping[str, str]:
        """What the bot needs to know, as environment."""
        state = self.zalo.state
        return {
            "TELEGRAM_BASE_URL": self.telegram.url,
            "TELEGRAM_TOKEN": self.telegram.token,
            "ZALO_APP_ID": state.app_id,
            "ZALO_APP_SECRET": state.app_secret,
            "ZALO_OA_ID": state.oa_id,
            "ZALO_OA_SECRET": state.oa_secret,
            "ZALO_API_URL": self.zalo.url,
            "ZALO_OAUTH_URL": self.zalo.url,
        }

    def connect(self, database: Database) -> None:
        """Give the bot Zalo's tokens, as the administrator's consent does."""
        pair = self.zalo.state.new_pair()
        with database.transaction() as session:
            oa_id = self.zalo.state.oa_id
            connect(session, oa_id, Pair(pair["access_token"], pair["refresh_token"], ACCESS_LIFE), now())

    def deliver_to(self, url: str) -> None:
        """From now on Zalo's events go there."""
        self.courier.url = f"{url}/zalo/webhook"

    def listen_telegram(self, chat_id: int, notice: Notice) -> None:
        """Tell of everything the bot says in that chat."""
        me = self.telegram.state.me["id"]
        chat = Chat({"id": chat_id} | person(chat_id))
        chat.messages = Noticed(lambda message: notice(message) if message["from"]["id"] == me else None)
        self.telegram.state.chats[chat_id] = chat

    def listen_zalo(self, user: str, notice: Notice) -> None:
        """Tell of everything the account says to that person."""
        self.zalo.state.people[user] = Person(messages=Noticed(notice))
