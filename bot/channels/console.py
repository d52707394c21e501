"""A terminal chat with the running bot, through the same HTTP interface as the web page."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress

import aiohttp
from pydantic import ValidationError

from bot.chat_client import BotDownError, ChatClient, ChatRefusedError, ReceivedMessage
from bot.messages import Message, Option
from bot.render import to_plain
from bot.texts import Texts

WAIT = 20.0  # seconds of one long poll
PAUSE = 2.0  # before asking again a bot that does not answer
ANSWER_WITHIN = 5.0  # granted to an answer before the next line is sent: questions may come out of a file

type Show = Callable[[str], None]


async def run(url: str, texts: Texts, *, lines: AsyncIterator[str] | None = None, show: Show = print) -> int:
    """Chat until the input ends or Ctrl-C; returns the exit status. ``lines`` and ``show`` are given by tests."""
    async with aiohttp.ClientSession() as http:
        client = ChatClient(http, url)
        try:
            await client.open()
        except (BotDownError, ChatRefusedError):
            show(texts.say("console.down", url=url))
            return 1
        show(texts.say("console.welcome"))
        await _until_interrupted(_Console(client, texts, show).chat(lines or typed_lines()))
        show(texts.say("console.bye"))
    return 0


class _Console:
    """One conversation in a terminal."""

    def __init__(self, client: ChatClient, texts: Texts, show: Show) -> None:
        self._client = client
        self._texts = texts
        self._show = show
        self._answered = asyncio.Event()  # nothing asked waits for its answer
        self._answered.set()

    async def chat(self, lines: AsyncIterator[str]) -> None:
        listening = asyncio.create_task(self._listen())
        try:
            async for line in lines:
                if text := line.strip():
                    await self._say(text)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._answered.wait(), ANSWER_WITHIN)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _say(self, text: str) -> None:
        self._answered.clear()
        try:
            await self._client.say(text, uuid.uuid4().hex)
        except BotDownError:
            self._answered.set()
            self._show(self._texts.say("console.not_sent"))
        except ChatRefusedError as error:
            self._answered.set()
            self._show(self._texts.say("console.refused", reason=_reason(error)))

    async def _listen(self) -> None:
        lost = False
        while True:
            try:
                received = await self._client.replies(wait=WAIT)
            except (BotDownError, ChatRefusedError):
                if not lost:
                    self._show(self._texts.say("console.lost"))
                lost = True
                await asyncio.sleep(PAUSE)
                continue
            if lost:
                self._show(self._texts.say("console.back"))
            lost = False
            for message in received:
                self._show(f"\n{plain(message, self._texts)}\n")
            if received:
                self._answered.set()


async def typed_lines() -> AsyncIterator[str]:
    """Lines of standard input. Read in a thread that does not hold up the end of the program."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        with suppress(RuntimeError, ValueError):  # the loop, or the input, was closed in between
            while line := sys.stdin.readline():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        yield line


def plain(message: ReceivedMessage, texts: Texts) -> str:
    """The message in plain words, numbered options last; an officer's name first."""
    options = [Option(label=choice.label, payload=choice.id) for choice in message.choices]
    try:
        read = Message.model_validate({"blocks": message.blocks, "choices": options, "meta": message.meta})
    except ValidationError:  # a newer bot than we are
        return json.dumps(message.blocks, ensure_ascii=False)
    words = "\n\n".join(to_plain(read))
    return f"{texts.say('console.officer', author=message.author)}\n{words}" if message.author else words


def _reason(error: ChatRefusedError) -> str:
    """The bot's own sentence, out of its JSON."""
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(error.detail)["detail"])
    return ""


async def _until_interrupted(chat: Coroutine[None, None, None]) -> None:
    """Until the chat ends by itself or somebody presses Ctrl-C."""
    task = asyncio.ensure_future(chat)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        loop.remove_signal_handler(signal.SIGINT)
