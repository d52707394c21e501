"""What the emulated Telegram remembers: chats, messages, updates not yet confirmed."""

from __future__ import annotations

import asyncio
import copy
import itertools
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

BY_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
GROUP_LIMIT = 20  # messages a minute
FUTURE = 10  # an offset further ahead than this cannot be meant


@dataclass
class Topic:
    """A topic of a forum."""

    name: str
    closed: bool = False


@dataclass
class Chat:
    """A chat with everything said in it."""

    info: dict[str, Any]
    started: bool = False  # the person wrote to the bot first, so it may write back
    blocked: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)
    sent_at: deque[float] = field(default_factory=deque)
    topics: dict[int, Topic] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Groups have negative ids."""
        return bool(self.info["id"] < 0)

    @property
    def is_forum(self) -> bool:
        """Whether it has topics."""
        return bool(self.info.get("is_forum"))

    def find(self, message_id: int) -> dict[str, Any] | None:
        """A message by its id."""
        return next((message for message in self.messages if message["message_id"] == message_id), None)


@dataclass
class Webhook:
    """Where updates are delivered; an empty url means long polling."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


class State:
    """One bot's world."""

    def __init__(self, token: str, first_update_id: int = 700_000_001) -> None:
        self.token = token
        name = "thanthien_test_bot"
        self.me: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Thân Thiện",
            "username": name,
        }
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []
        self.allowed: set[str] | None = None
        self.webhook = Webhook()
        self.callbacks: dict[str, dict[str, Any] | None] = {}  # id → answer, None while open
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.actions: list[tuple[int, str]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.changed = asyncio.Event()
        self._update_ids = itertools.count(first_update_id)
        self._last_update_id = first_update_id - 1
        self._message_ids = itertools.count(1)
        self._numbers = itertools.count(1)

    def chat(self, chat_id: int) -> Chat:
        """The chat, made when first mentioned by a test."""
        if chat_id not in self.chats:
            kind = {"type": "supergroup", "title": "Tổ công tác"} if chat_id < 0 else person(chat_id)
            self.chats[chat_id] = Chat({"id": chat_id} | kind)
        return self.chats[chat_id]

    def add_update(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update, unless the bot did not ask for that kind; returns its id."""
        update_id = self._last_update_id = next(self._update_ids)
        wanted = kind in self.allowed if self.allowed else kind not in BY_REQUEST_ONLY
        if wanted:
            # A copy: what happens to a message later does not change what was told of it.
            self.updates.append({"update_id": update_id, kind: copy.deepcopy(content)})
            self.notify()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget updates before that id; a negative one keeps that many of the newest, a far too high one all."""
        if offset < 0:
            self.updates = self.updates[offset:]
        elif offset <= self._last_update_id + FUTURE:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]

    def notify(self) -> None:
        """Wake long polls and webhook delivery."""
        self.changed.set()
        self.changed = asyncio.Event()

    def new_message(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """Add a message to a chat."""
        base = {"message_id": next(self._message_ids), "from": sender, "chat": chat.info, "date": int(time.time())}
        message = base | content
        chat.messages.append(message)
        return message

    def new_file(self, name: str, content: bytes) -> dict[str, Any]:
        """Keep a file."""
        number = next(self._numbers)
        file_id = f"BQACAgUAAxkBAAI{number:06d}"
        self.files[file_id] = (name, content)
        return {"file_id": file_id, "file_unique_id": f"AgAD{number:06d}", "file_size": len(content)}

    def number(self) -> str:
        """A fresh id for a callback query."""
        return f"{4_000_000_000_000 + next(self._numbers)}"


def person(chat_id: int) -> dict[str, Any]:
    """The private chat of a person."""
    return {"type": "private", "first_name": f"Công dân {chat_id}", "username": f"congdan{chat_id}"}


def sender_of(chat_id: int) -> dict[str, Any]:
    """The person as a sender."""
    info = person(chat_id)
    return {"id": chat_id, "is_bot": False, "first_name": info["first_name"], "username": info["username"]}
