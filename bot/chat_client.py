"""A small client of the web chat's HTTP interface, for the console and for measuring from outside."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

API = "/api/v1/conversations"
GRACE = 10.0  # seconds granted to the server beyond the wait we ask for


class BotDownError(Exception):
    """Nobody answers at that address, or not as a bot would."""


class ChatRefusedError(Exception):
    """The bot answered, but did not take the request. ``status`` is the HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status} {detail}")
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class ReceivedChoice:
    """An option on offer; ``id`` is what choosing it sends."""

    id: str
    label: str


@dataclass(frozen=True)
class ReceivedMessage:
    """One message of the bot, or of an officer. ``blocks`` and ``meta`` are as the bot sent them."""

    id: int
    blocks: list[dict[str, Any]]
    choices: list[ReceivedChoice] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    author: str | None = None

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """Out of the JSON of the interface."""
        choices = [ReceivedChoice(str(choice["id"]), str(choice["label"])) for choice in raw.get("choices") or []]
        return cls(
            id=int(raw["id"]),
            blocks=list(raw.get("blocks") or []),
            choices=choices,
            meta=dict(raw.get("meta") or {}),
            kind=str(raw.get("kind") or ""),
            author=raw.get("author"),
        )


class ChatClient:
    """One conversation with a running bot. The session is the caller's, so that many share connections."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._root = f"{url.rstrip('/')}{API}"
        self._token = ""
        self.conversation_id = ""
        self.last = 0  # id of the newest message seen

    async def open(self) -> None:
        """Open a new conversation."""
        answer = await self._call("POST", self._root, body={})
        self.conversation_id, self._token = str(answer["conversation_id"]), str(answer["token"])
        self.last = 0

    async def say(self, text: str, message_id: str | None = None) -> str:
        """Send a text; giving the same ``message_id`` again sends it once. Returns that id."""
        return await self._post({"id": message_id or uuid.uuid4().hex, "text": text})

    async def choose(self, choice: str, message_id: str | None = None) -> str:
        """Choose an option by its id."""
        return await self._post({"id": message_id or uuid.uuid4().hex, "choice": choice})

    async def replies(self, after: int | None = None, wait: float = 0) -> list[ReceivedMessage]:
        """Messages after that id (by default: not seen yet); waits so many seconds for the first one."""
        since = self.last if after is None else after
        url = f"{self._root}/{self.conversation_id}/messages"
        answer = await self._call("GET", url, query={"after": str(since), "wait": f"{wait:g}"}, wait=wait)
        messages = [ReceivedMessage.read(raw) for raw in answer["messages"]]
        self.last = max([self.last, *(message.id for message in messages)])
        return messages

    async def _post(self, body: dict[str, str]) -> str:
        await self._call("POST", f"{self._root}/{self.conversation_id}/messages", body=body)
        return body["id"]

    async def _call(
        self,
        method: str,
        url: str,
        *,
        body: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        wait: float = 0,
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        timeout = aiohttp.ClientTimeout(total=wait + GRACE)
        try:
            async with self._http.request(
                method, url, json=body, params=query, headers=headers, timeout=timeout
            ) as response:
                if response.status >= 400:
                    raise ChatRefusedError(response.status, (await response.text())[:300])
                answer = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise BotDownError(f"{type(error).__name__}: {url}") from error
        if not isinstance(answer, dict):
            raise BotDownError(f"not the chat interface: {url}")
        return answer
