"""What one contestant shows: accuracy on the sets, times of a turn, throughput, memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from bot.evaluation.bench.contestant import Contestant
from bot.evaluation.measuring.figures import PLAIN, PROCEDURES, lines_of
from bot.evaluation.questions import Asked
from bot.evaluation.report import Result, percentile
from bot.evaluation.sets import Part

ALONE = 100  # turns one after the other
AT_ONCE = 8

type Shown = dict[str, Any]


async def race(contestant: Contestant, parts: Sequence[Part]) -> Shown:
    """Everything that is shown of a running contestant."""
    idle = contestant.memory()
    asked = [item for part in parts for dialogue in part.dialogues if len(dialogue) == 1 for item in dialogue]
    alone = [(await contestant.ask(item.question, f"alone-{place}")).ms for place, item in enumerate(asked[:ALONE])]
    began = time.monotonic()
    results = {part.name: await _answers(contestant, part) for part in parts}
    seconds = time.monotonic() - began
    sent = sum(len(found) for found in results.values())
    return {
        "cold_start_s": round(contestant.cold, 1),
        "memory_idle_mb": round(idle),
        "memory_after_mb": round(contestant.memory()),
        "turn_p50_ms": round(percentile(alone, 50), 1),
        "turn_p99_ms": round(percentile(alone, 99), 1),
        "messages_per_s": round(sent / seconds, 1),
        "accuracy": {name: accuracy(name, found) for name, found in (await _understood(contestant, results)).items()},
    }


def accuracy(part: str, results: Sequence[Result]) -> dict[str, dict[str, float | None]]:
    """By kind of question: procedures, acts, out of scope."""
    kinds = {PROCEDURES, "acts", "oos_near", "oos_far"}
    return {
        line.group: {
            "rows": line.rows,
            "right": line.right,
            "clarified": line.clarified,
            "wrong": line.wrong,
            "aspects_exact": line.aspects_exact,
            "aspects_f1": line.aspects_f1,
        }
        for line in lines_of(part, PLAIN, results)
        if line.group in kinds
    }


async def _answers(contestant: Contestant, part: Part) -> list[Result]:
    """Single questions only: what a conversation was about is the bot's memory, not Rasa's."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(place: int, asked: Asked) -> Result:
        async with places:
            answered = await contestant.ask(asked.question, f"{part.name}-{place}")
        return Result(asked, answered.meta, answered.ms)

    single = [dialogue[0] for dialogue in part.dialogues if len(dialogue) == 1]
    return list(await asyncio.gather(*(one(place, asked) for place, asked in enumerate(single))))


async def _understood(contestant: Contestant, results: dict[str, list[Result]]) -> dict[str, list[Result]]:
    """The same answers with the aspects that the pipeline itself named; asked apart, so that it costs no throughput."""
    return {name: [await _with_aspects(contestant, result) for result in found] for name, found in results.items()}


async def _with_aspects(contestant: Contestant, result: Result) -> Result:
    if not result.meta or result.asked.aspects is None:
        return result
    aspects = await contestant.aspects(result.asked.question)
    return Result(result.asked, {**result.meta, "aspects": aspects}, result.ms)
