"""Telegram: long polling that confirms an update only once it is written down; answers as HTML with buttons.

python-telegram-bot's own ``Updater`` confirms what it merely holds in memory, so the loop here is ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import filters
from telegram.request import HTTPXRequest

from bot import messages
from bot.backoff import pause_after
from bot.channels.base import Capabilities, Refused, RetryLater, SendResult, Sent, Unreachable
from bot.channels.documents import Progress, apart, as_link, read_document
from bot.channels.telegram_html import LIMIT, Part, button_labels, render, split_plain
from bot.mailroom import Mailroom
from bot.settings import Settings
from bot.texts import Texts
from knowledge_base.mailbox.inbox import Incoming
from knowledge_base.mailbox.models import IncomingKind

NAME = "telegram"
ALLOWED = ("message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
BREATH = 0.2  # after an empty poll, so that a server that does not wait is not asked without end
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
TOKEN_PAUSE = 60.0  # a refused token is tried again, slowly: it may be renewed at Telegram
MAX_BUTTONS = 100
MAX_DOCUMENT = 50 * 1024 * 1024
MAX_CAPTION = 1024

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?\s*", re.ASCII | re.DOTALL)
_GONE = re.compile("chat not found|user not found|peer_id_invalid", re.IGNORECASE)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# The library's new way to tell a time; the old one raises a deprecation warning on each flood answer.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = structlog.get_logger()


class _Request(HTTPXRequest):
    """Does not log what it cannot read: it may hold a citizen's words."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer. Raises TelegramError if it is none of the Bot API's."""
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("answer is not JSON") from None
        if not isinstance(answer, dict) or not ({"result", "description"} & answer.keys()):
            raise TelegramError("answer is not one of the Bot API")
        return answer


class _UpdatesRequest(_Request):
    """Puts an empty update in the place of one that cannot be read, which would spoil the whole batch."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer, with nothing but readable updates."""
        answer = _Request.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_readable(raw) for raw in answer["result"] if _has_id(raw)]
        return answer


class TelegramChannel:
    """Private chats with the bot. ``pause`` and ``poll_seconds`` are given by tests."""

    name = NAME
    capabilities = Capabilities(max_text=LIMIT, buttons=MAX_BUTTONS, pulled=False, max_document=MAX_DOCUMENT)

    def __init__(
        self,
        settings: Settings,
        mailroom: Mailroom,
        texts: Texts,
        *,
        poll_seconds: int = POLL_SECONDS,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._token = settings.telegram_token.get_secret_value().strip()
        self._mailroom = mailroom
        self._texts = texts
        self._poll_seconds = poll_seconds
        self._pause = pause
        base = settings.telegram_base_url.rstrip("/")
        self._requests = (_UpdatesRequest(connection_pool_size=1, read_timeout=10), _Request(read_timeout=10))
        self._bot = Bot(
            self._token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )
        self._offset: int | None = None
        self._trouble = ""  # the last one told of, so that each is told once
        self._progress = Progress()
        self._receiving: asyncio.Task[None] | None = None
        self._thanking: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin receiving; an unreachable Telegram or a refused token is no reason not to start."""
        for request in self._requests:
            await request.initialize()
        self._receiving = asyncio.create_task(self._receive())

    async def stop(self) -> None:
        """Stop receiving. What was written down but not confirmed comes again, and is known then."""
        tasks = [*self._thanking, *([self._receiving] if self._receiving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for request in self._requests:
            await request.shutdown()

    async def send(self, conversation_key: str, outbox_id: int, message: messages.Message) -> SendResult:
        """Send all parts, documents behind the words, the buttons under the last one."""
        said, documents = apart(message, self.capabilities.max_document)
        parts: list[Part | messages.FileLine] = [*render(said), *documents]
        if not parts:
            return Refused("nothing to say")
        keyboard = _keyboard(outbox_id, message)
        for part in parts[self._progress.sent(outbox_id) :]:
            under = keyboard if part is parts[-1] else None
            try:
                if isinstance(part, Part):
                    await self._send_part(conversation_key, part, under)
                else:
                    await self._send_document(conversation_key, outbox_id, part, under)
            except TelegramError as error:
                return self._failed(outbox_id, error)
            self._progress.arrived(outbox_id)
        self._progress.over(outbox_id)
        return Sent()

    async def _send_document(
        self, chat: str, outbox_id: int, document: messages.FileLine, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """The document; its link where Telegram does not take it, or not for long."""
        held = await asyncio.to_thread(read_document, self._mailroom.database, document)
        if held is not None and self._progress.try_document(outbox_id):
            try:
                await self._bot.send_document(
                    chat,
                    held[0],
                    filename=document.name,
                    caption=document.label[:MAX_CAPTION],
                    reply_markup=keyboard,
                    disable_content_type_detection=True,
                )
            except BadRequest as error:
                if _GONE.search(str(error)):
                    raise
                log.warning("telegram_document_refused", reason=self._safe(error))
            else:
                return
        await self._send_text(chat, as_link(document), keyboard)

    async def _send_part(self, chat: str, part: Part, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            await self._send_text(chat, part.html, keyboard, ParseMode.HTML)
        except BadRequest as error:
            if "can't parse entities" not in str(error).lower():
                raise
            log.error("telegram_html_refused", reason=self._safe(error))
            *pieces, last = split_plain(part.plain)
            for piece in pieces:
                await self._send_text(chat, piece)
            await self._send_text(chat, last, keyboard)

    async def _send_text(
        self, chat: str, text: str, keyboard: InlineKeyboardMarkup | None = None, mode: str | None = None
    ) -> None:
        await self._bot.send_message(
            chat, text, parse_mode=mode, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
        )

    def _failed(self, outbox_id: int, error: TelegramError) -> SendResult:
        reason = self._safe(error)
        match error:
            case RetryAfter():
                self._progress.untried(outbox_id)
                return RetryLater(reason, _seconds(error))
            case Forbidden() | ChatMigrated():
                result: SendResult = Unreachable(reason)
            case BadRequest():
                result = Unreachable(reason) if _GONE.search(reason) else Refused(reason)
            case _:
                return RetryLater(reason)
        self._progress.over(outbox_id)
        return result

    async def _receive(self) -> None:
        await self._prepare()
        failures = 0
        while True:
            try:
                await self._poll()
            except Exception as error:
                failures += 1
                await self._pause(await self._pause_for(error, failures))
            else:
                failures = 0
                self._recovered()

    async def _prepare(self) -> None:
        """Best effort: long polling is refused while a webhook is set; the menu is a courtesy."""
        with suppress(Exception):
            await self._bot.delete_webhook(drop_pending_updates=False)
        with suppress(Exception):
            menu = [BotCommand(name, self._texts.say(f"telegram.menu.{name}")) for name in ("start", "gap_can_bo")]
            await self._bot.set_my_commands(menu)

    async def _poll(self) -> None:
        updates = await self._bot.get_updates(self._offset, timeout=self._poll_seconds, allowed_updates=ALLOWED)
        for update in updates:
            await self._take(update)
            self._offset = update.update_id + 1
        if not updates:
            await self._pause(BREATH)

    async def _take(self, update: Update) -> None:
        """Write one update down. Raises if the database refuses, so that the update is not confirmed."""
        try:
            incoming, reachable = self._incoming(update), _reachable(update.my_chat_member)
        except Exception as error:
            log.error("telegram_update_skipped", update=update.update_id, error=type(error).__name__)
            return
        if incoming is not None:
            await self._mailroom.receive(incoming)
        if reachable is not None:
            await self._mailroom.note_reachable(NAME, *reachable)
        if update.callback_query is not None:
            self._thank(update.callback_query.id)

    def _incoming(self, update: Update) -> Incoming | None:
        heard = _pressed(update) or (_heard(update.message) if update.message else None)
        if heard is None:
            return None
        chat, kind, text = heard
        album = update.message.media_group_id if update.message else None  # one refusal is enough for ten pictures
        number = f"album.{album}" if album else str(update.update_id)
        bot = self._token.partition(":")[0]  # another bot's updates have the same numbers
        return Incoming(NAME, f"{bot}.{number}", str(chat), kind, text)

    def _thank(self, query_id: str) -> None:
        """Stop the button's progress bar, beside everything else: too late or refused is no harm."""

        async def answer() -> None:
            with suppress(Exception):
                await self._bot.answer_callback_query(query_id)

        task = asyncio.create_task(answer())
        self._thanking.add(task)
        task.add_done_callback(self._thanking.discard)

    async def _pause_for(self, error: Exception, failures: int) -> float:
        self._tell(error)
        match error:
            case RetryAfter():
                return _seconds(error)
            case InvalidToken():
                return pause_after(failures, TOKEN_PAUSE, TOKEN_PAUSE * 10)
            case Conflict() if "webhook" in str(error):
                await self._prepare()
        return pause_after(failures, FIRST_PAUSE, LONGEST_PAUSE)

    def _tell(self, error: Exception) -> None:
        trouble = type(error).__name__
        if trouble == self._trouble:
            return
        self._trouble = trouble
        match error:
            case InvalidToken():
                log.error("telegram_token_refused", hint="check TELEGRAM_TOKEN; the other channels go on")
            case TelegramError():
                log.warning("telegram_not_receiving", error=trouble, reason=self._safe(error))
            case _:
                log.exception("telegram_not_receiving")

    def _recovered(self) -> None:
        if self._trouble:
            log.info("telegram_receiving_again")
            self._trouble = ""

    def _safe(self, error: Exception) -> str:
        return f"{type(error).__name__}: {error}".replace(self._token, "[…]")[:200]


def _has_id(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _readable(raw: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(raw, None)
    except Exception as error:
        log.error("telegram_update_unreadable", update=raw["update_id"], error=type(error).__name__)
        return {"update_id": raw["update_id"]}
    return raw


def _heard(message: Message) -> tuple[int, IncomingKind, str] | None:
    """Chat, kind and text of what a person sent; None for groups and for notes of the platform itself."""
    if message.chat.type != ChatType.PRIVATE or filters.StatusUpdate.ALL.filter(Update(0, message)):
        return None
    if message.text is None:
        return message.chat.id, IncomingKind.ATTACHMENT, message.caption or ""
    kind, text = _command(message.text)
    return message.chat.id, kind, text


def _command(text: str) -> tuple[IncomingKind, str]:
    """Commands are words like any other, but for /start, which may name a procedure: "1_001193" is 1.001193."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return IncomingKind.TEXT, text
    name, rest = match[1], (match[2] or "").strip()
    if name.lower() == "start":
        return IncomingKind.START, rest.replace("_", ".")
    return IncomingKind.TEXT, f"{name.replace('_', ' ')} {rest}".strip()


def _pressed(update: Update) -> tuple[int, IncomingKind, str] | None:
    query = update.callback_query
    if query is None or not query.data:
        return None
    chat = query.message.chat if query.message else None
    if chat is not None and chat.type != ChatType.PRIVATE:
        return None
    return chat.id if chat else query.from_user.id, IncomingKind.CHOICE, query.data


def _reachable(change: ChatMemberUpdated | None) -> tuple[str, bool] | None:
    """Whose chat it is and whether we may write there."""
    if change is None or change.chat.type != ChatType.PRIVATE:
        return None
    gone = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
    return str(change.chat.id), change.new_chat_member.status not in gone


def _keyboard(outbox_id: int, message: messages.Message) -> InlineKeyboardMarkup | None:
    """One button a row: labels are whole phrases."""
    labels = button_labels(message.choices)[:MAX_BUTTONS]
    rows = [[InlineKeyboardButton(label, callback_data=f"{outbox_id}.{n}")] for n, label in enumerate(labels, start=1)]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
