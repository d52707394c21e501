"""``python -m bot evaluate QUESTIONS.tsv --url URL``: sends each question as a new conversation."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from bot.chat_client import BotDownError, ChatClient, ChatRefusedError
from bot.evaluation.questions import Asked, BadQuestionsError, Dialogue, read_dialogues, read_questions
from bot.evaluation.report import Result, table
from bot.texts import Texts

PATIENCE = 20.0  # seconds for one answer
TRIES = 20  # to open a conversation while the bot says that there are too many
PAUSE = 5.0  # seconds between them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("questions", type=Path, nargs="?", help="a TSV: question, procedure, aspects, group")
    parser.add_argument("--url", default="", help="address of the running bot")
    parser.add_argument("--json", type=Path, help="write the results here too, one object a question")
    parser.add_argument("--dialogues", type=Path, help="a JSONL file: a list of turns a line, sent in one conversation")
    parser.add_argument("--at-once", type=int, default=1, help="conversations side by side (1 for honest latencies)")


async def run(chosen: argparse.Namespace, url: str, texts: Texts) -> int:
    """Ask, count, print. A malformed file is named before anything is sent. Returns the exit status."""
    try:
        dialogues = read_questions(chosen.questions) if chosen.questions else []
        dialogues += read_dialogues(chosen.dialogues) if chosen.dialogues else []
    except BadQuestionsError as error:
        return _complain(texts.say(error.key, **error.args_for_text), 2)
    if not dialogues:
        return _complain(texts.say("evaluate.nothing"), 2)
    try:
        results = await ask_all(dialogues, url, chosen.at_once)
    except (BotDownError, ChatRefusedError) as error:
        return _complain(texts.say("evaluate.down", url=url, reason=str(error)), 1)
    print(table(results, texts))
    if chosen.json:
        listed = [result.as_json() for result in results]
        chosen.json.write_text(json.dumps(listed, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _complain(words: str, status: int) -> int:
    print(words, file=sys.stderr)
    return status


async def ask_all(dialogues: Sequence[Dialogue], url: str, at_once: int = 1) -> list[Result]:
    """Every question's result, in the order of the file. Raises BotDownError."""
    places = asyncio.Semaphore(max(1, at_once))
    async with aiohttp.ClientSession() as http:

        async def one(dialogue: Dialogue) -> list[Result]:
            async with places:
                return await _converse(ChatClient(http, url), dialogue)

        # A TaskGroup would wrap the one error that matters.
        answered = await asyncio.gather(*(one(dialogue) for dialogue in dialogues))
    return [result for results in answered for result in results]


async def _converse(client: ChatClient, dialogue: Dialogue) -> list[Result]:
    await _open(client)
    return [await _ask(client, asked) for asked in dialogue]


async def _open(client: ChatClient) -> None:
    for left in reversed(range(TRIES)):
        try:
            return await client.open()
        except ChatRefusedError as error:
            if error.status != 429 or not left:
                raise
        await asyncio.sleep(PAUSE)


async def _ask(client: ChatClient, asked: Asked) -> Result:
    began = time.monotonic()
    try:
        await client.say(asked.question)
    except ChatRefusedError:
        return Result(asked, {}, 1000 * (time.monotonic() - began))
    messages = await client.replies(wait=PATIENCE)
    return Result(asked, messages[0].meta if messages else {}, 1000 * (time.monotonic() - began))
