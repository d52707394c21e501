"""Zalo as a channel: what is said goes out in plain parts, within the time Zalo allows, with buttons as an extra."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import aiohttp
import structlog

from bot.channels.base import Capabilities, Refused, RetryLater, SendResult, Sent, Unreachable
from bot.channels.documents import Progress, apart, as_link
from bot.channels.zalo.api import SEND, SEND_ANONYMOUS, SEND_TEMPLATE, Answer, ZaloApi, ZaloDownError
from bot.channels.zalo.events import ANONYMOUS
from bot.channels.zalo.files import MAX_DOCUMENT, Files
from bot.channels.zalo.keeper import NoTokenError, TokenKeeper
from bot.channels.zalo.outcomes import Verdict, verdict
from bot.channels.zalo.wording import MAX_BUTTONS, Buttons, buttons, parts
from bot.mailroom import Mailroom
from bot.messages import FileLine, Message
from bot.render import PLAIN_LIMIT
from bot.settings import Settings
from knowledge_base.zalo.receiving import CHANNEL
from knowledge_base.zalo.windows import Window, window

log = structlog.get_logger()


class ZaloChannel:
    """One Official Account. Events come in through the webhook. ``pause`` is given by tests."""

    name = CHANNEL
    capabilities = Capabilities(max_text=PLAIN_LIMIT, buttons=MAX_BUTTONS, pulled=False, max_document=MAX_DOCUMENT)

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
        self._files: Files
        self._progress = Progress()

    async def start(self) -> None:
        """Begin keeping the tokens fresh; an account not yet connected is no reason not to start."""
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._api = ZaloApi(self._http, self._settings)
        oa_id = self._settings.zalo_oa_id.strip()
        self._keeper = TokenKeeper(self._api, self._mailroom, oa_id, pause=self._pause)
        self._files = Files(self._api, self._mailroom, oa_id, self._with_token)
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
        """Send all parts, if the citizen wrote lately enough; buttons under the last words, documents behind them."""
        # People without an account are only known to get text.
        said, documents = apart(message, 0 if _is_anonymous(conversation_key) else self.capabilities.max_document)
        texts = parts(said)
        if not texts:
            return Refused("nothing to say")
        try:
            if (closed := await self._closed(conversation_key, message)) is not None:
                return closed
            steps: list[str | FileLine] = [*texts, *documents]
            return await self._send_parts(conversation_key, outbox_id, steps, buttons(message.choices))
        except (ZaloDownError, NoTokenError) as error:
            return RetryLater(f"{type(error).__name__}: {error}")

    async def _send_parts(
        self, key: str, outbox_id: int, steps: Sequence[str | FileLine], pressed: Buttons
    ) -> SendResult:
        last_words = max(index for index, step in enumerate(steps) if isinstance(step, str))
        for index in range(self._progress.sent(outbox_id), len(steps)):
            step = steps[index]
            if isinstance(step, FileLine):
                answer = await self._send_document(key, outbox_id, step)
            else:
                answer = await self._send_part(key, step, pressed if index == last_words else [])
            result = _result(answer)
            if isinstance(result, RetryLater):
                self._progress.untried(outbox_id)
                return result
            if not isinstance(result, Sent):
                self._progress.over(outbox_id)
                return result
            self._progress.arrived(outbox_id)
        self._progress.over(outbox_id)
        return Sent()

    async def _send_document(self, key: str, outbox_id: int, document: FileLine) -> Answer:
        """The file; its link where Zalo does not take it, or not for long."""
        if self._progress.try_document(outbox_id):
            answer = await self._files.send(key, document)
            if answer is not None:
                return answer
        return await self._send_part(key, as_link(document), [])

    async def _send_part(self, key: str, text: str, pressed: Buttons) -> Answer:
        path, recipient = _recipient(key)
        if pressed and path == SEND:
            answer = await self._call(path, {"recipient": recipient, "message": _with_buttons(text, pressed)})
            if verdict(answer.error) is not Verdict.WITHOUT_BUTTONS:
                return answer
            log.warning("zalo_buttons_refused", error=answer.error)
        return await self._call(path, {"recipient": recipient, "message": {"text": text}})

    async def _call(self, path: str, body: dict[str, Any]) -> Answer:
        return await self._with_token(lambda token: self._api.call(path, token, body))

    async def _with_token(self, call: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Once more with another token, if Zalo refuses the one we have."""
        token = await self._keeper.access()
        answer = await call(token)
        if verdict(answer.error) is Verdict.RENEW:
            answer = await call(await self._keeper.after_refusal(token))
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
