"""Zalo as a channel: what is said goes out in plain parts, within the time Zalo allows, with buttons as an extra."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import structlog

from bot.channels.base import Capabilities, Refused, RetryLater, SendResult, Sent, Unreachable
from bot.channels.zalo.api import SEND, SEND_ANONYMOUS, SEND_TEMPLATE, Answer, ZaloApi, ZaloDownError
from bot.channels.zalo.events import ANONYMOUS
from bot.channels.zalo.keeper import NoTokenError, TokenKeeper
from bot.channels.zalo.outcomes import Verdict, verdict
from bot.channels.zalo.wording import MAX_BUTTONS, Buttons, buttons, parts
from bot.mailroom import Mailroom
from bot.messages import Message
from bot.render import PLAIN_LIMIT
from bot.settings import Settings
from knowledge_base.zalo.receiving import CHANNEL
from knowledge_base.zalo.windows import Window, window

log = structlog.get_logger()


class ZaloChannel:
    """One Official Account. Events come in through the webhook. ``pause`` is given by tests."""

    name = CHANNEL
    capabilities = Capabilities(max_text=PLAIN_LIMIT, buttons=MAX_BUTTONS, pulled=False)

    def __init__(
        self, settings: Settings, mailroom: Mailroom, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._settings = settings
        self._mailroom = mailroom
        self._pause = pause
        self._http: aiohttp.ClientSession
        self._api: ZaloApi
        self._keeper: TokenKeeper
        self._keeping: asyncio.Task[None] | None = None
        self._parts_sent: dict[int, int] = {}  # of messages in several parts, so that a retry goes on where it stopped

    async def start(self) -> None:
        """Begin keeping the tokens fresh; an account not yet connected is no reason not to start."""
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._api = ZaloApi(self._http, self._settings)
        self._keeper = TokenKeeper(self._api, self._mailroom, self._settings.zalo_oa_id.strip(), pause=self._pause)
        self._keeping = asyncio.create_task(self._keeper.run())

    async def stop(self) -> None:
        """Stop keeping; a renewal under way is finished first, for its tokens would be lost."""
        if self._keeping is None:
            return
        self._keeping.cancel()
        with suppress(asyncio.CancelledError):
            await self._keeping
        await self._keeper.finish()
        await self._http.close()

    async def send(self, conversation_key: str, outbox_id: int, message: Message) -> SendResult:
        """Send all parts, if the citizen wrote lately enough; the buttons under the last one."""
        texts = parts(message)
        if not texts:
            return Refused("nothing to say")
        try:
            if (closed := await self._closed(conversation_key, message)) is not None:
                return closed
            return await self._send_parts(conversation_key, outbox_id, texts, buttons(message.choices))
        except (ZaloDownError, NoTokenError) as error:
            return RetryLater(f"{type(error).__name__}: {error}")

    async def _send_parts(self, key: str, outbox_id: int, texts: list[str], pressed: Buttons) -> SendResult:
        for index in range(self._parts_sent.get(outbox_id, 0), len(texts)):
            last = index == len(texts) - 1
            answer = await self._send_part(key, texts[index], pressed if last else [])
            result = _result(answer)
            if not isinstance(result, Sent):
                if not isinstance(result, RetryLater):
                    self._parts_sent.pop(outbox_id, None)
                return result
            self._parts_sent[outbox_id] = index + 1
        self._parts_sent.pop(outbox_id, None)
        return Sent()

    async def _send_part(self, key: str, text: str, pressed: Buttons) -> Answer:
        path, recipient = _recipient(key)
        if pressed and path == SEND:
            answer = await self._call(path, {"recipient": recipient, "message": _with_buttons(text, pressed)})
            if verdict(answer.error) is not Verdict.WITHOUT_BUTTONS:
                return answer
            log.warning("zalo_buttons_refused", error=answer.error)
        return await self._call(path, {"recipient": recipient, "message": {"text": text}})

    async def _call(self, path: str, body: dict[str, Any]) -> Answer:
        """Once more with another token, if Zalo refuses the one we have."""
        token = await self._keeper.access()
        answer = await self._api.call(path, token, body)
        if verdict(answer.error) is Verdict.RENEW:
            answer = await self._api.call(path, await self._keeper.after_refusal(token), body)
        return answer

    async def _closed(self, key: str, message: Message) -> SendResult | None:
        """What becomes of a message that Zalo would not take any more; None if it would."""
        match await asyncio.to_thread(self._window, key):
            case Window.FREE:
                return None
            case Window.BILLED if self._settings.zalo_billed_messages:
                return None
            case Window.BILLED:
                return Unreachable("window closed: 48 hours, billed messages are not allowed")
            case Window.CLOSED if message.ticket and self._settings.zalo_template_id and not _is_anonymous(key):
                return _result(await self._call(SEND_TEMPLATE, self._template(key, message.ticket)))
        return Unreachable("window closed: 7 days")

    def _window(self, key: str) -> Window:
        with self._mailroom.database.reading() as session:
            return window(session, CHANNEL, key, self._mailroom.clock())

    def _template(self, key: str, ticket: str) -> dict[str, Any]:
        data = {"ticket": ticket, "address": self._settings.address}
        return {"user_id": key, "template_id": self._settings.zalo_template_id, "template_data": data}


def _result(answer: Answer) -> SendResult:
    reason = f"{answer.error}: {answer.reason}"
    match verdict(answer.error):
        case Verdict.SENT:
            return Sent()
        case Verdict.RETRY_LATER | Verdict.RENEW:
            return RetryLater(reason)
        case Verdict.UNREACHABLE:
            return Unreachable(reason)
    return Refused(reason)


def _with_buttons(text: str, pressed: Buttons) -> dict[str, Any]:
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": pressed}}}


def _is_anonymous(key: str) -> bool:
    return key.startswith(f"{ANONYMOUS}.")


def _recipient(key: str) -> tuple[str, dict[str, str]]:
    if not _is_anonymous(key):
        return SEND, {"user_id": key}
    _, person, chat = key.split(".", 2)
    return SEND_ANONYMOUS, {"anonymous_id": person, "conversation_id": chat}
