"""One citizen's line to the bot on each channel: says something until it is accepted, keeps what is heard."""

from __future__ import annotations

import asyncio
import json
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.chat_client import BotDownError, ChatClient, ChatRefusedError
from tests.trials.platforms import Platforms

AGAIN = 0.2  # seconds until something refused is said again
LONG_POLL = 5.0


@dataclass(frozen=True)
class Heard:
    """One message of the bot. ``mark`` is what the trial compares it by, ``text`` its words."""

    mark: str
    text: str
    at: float


class Line(ABC):
    """``key`` is the channel's id of the citizen's chat."""

    channel: str

    def __init__(self) -> None:
        self.key = ""
        self.said: list[str] = []  # accepted, in order
        self.heard: list[Heard] = []
        self.notice: Callable[[Heard], None] = lambda heard: None

    @abstractmethod
    async def open(self) -> None:
        """Begin to listen."""

    @abstractmethod
    async def send(self, text: str) -> None:
        """Until it is accepted."""

    async def close(self) -> None:  # noqa: B027 only the web's readers have something to stop
        """Stop listening."""

    async def say(self, text: str) -> None:
        """Send, and remember that it was accepted."""
        await self.send(text)
        self.said.append(text)

    async def answer(self, after: int, phrases: Sequence[str], seconds: float) -> str | None:
        """The first message heard after so many that holds one of the phrases; None if there is none in time."""
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            for heard in self.heard[after:]:
                if any(phrase in heard.text for phrase in phrases):
                    return heard.text
            await asyncio.sleep(0.05)
        return None

    def _hear(self, mark: str, text: str) -> None:
        self.heard.append(heard := Heard(mark, text, asyncio.get_running_loop().time()))
        self.notice(heard)


class WebLine(Line):
    """The web page's HTTP interface."""

    channel = "web"

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        super().__init__()
        self._client = ChatClient(http, url)
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open a conversation, however often it takes."""
        while not self.key:
            with suppress(BotDownError, ChatRefusedError):
                await self._client.open()
                self.key = self._client.conversation_id
                break
            await asyncio.sleep(AGAIN)
        self._listening = asyncio.create_task(self._listen())

    async def send(self, text: str) -> None:
        """Under one id until it is accepted."""
        message_id = uuid.uuid4().hex
        while True:
            with suppress(BotDownError, ChatRefusedError):
                await self._client.say(text, message_id)
                return
            await asyncio.sleep(AGAIN)

    async def close(self) -> None:
        """Stop listening."""
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                for message in await self._client.replies(wait=LONG_POLL):
                    self._hear(str(message.id), json.dumps(message.blocks, ensure_ascii=False))
            except (BotDownError, ChatRefusedError):
                await asyncio.sleep(AGAIN)


class TelegramLine(Line):
    """A private chat; Telegram keeps what the bot did not fetch yet, so all of it counts as accepted."""

    channel = "telegram"

    def __init__(self, platforms: Platforms, number: int) -> None:
        super().__init__()
        self._platforms = platforms
        self.key = str(number)

    async def open(self) -> None:
        """Listen."""
        self._platforms.listen_telegram(int(self.key), self._note)

    async def send(self, text: str) -> None:
        """Hand it to Telegram."""
        self._platforms.telegram.user.send_text(int(self.key), text)

    def _note(self, message: dict[str, Any]) -> None:
        text = message.get("text") or message.get("caption", "")
        self._hear(text, text)


class ZaloLine(Line):
    """A follower of the Official Account."""

    channel = "zalo"

    def __init__(self, platforms: Platforms, number: int) -> None:
        super().__init__()
        self._platforms = platforms
        self.key = str(246_845_883_529_000_000 + number)

    async def open(self) -> None:
        """Listen."""
        self._platforms.listen_zalo(self.key, lambda message: self._hear(message["text"], message["text"]))

    async def send(self, text: str) -> None:
        """Until the webhook answers 200."""
        event = self._platforms.zalo.user.send_text(self.key, text)
        await self._platforms.courier.taken[event["message"]["msg_id"]].wait()
