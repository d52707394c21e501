"""What simulated citizens do: ask one thing after the other, and once ask for an officer until they hold a code."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.texts import Texts
from knowledge_base.situations.loader import delivered
from tests.trials.lines import Line

ASPECTS = ("cần giấy tờ gì", "lệ phí bao nhiêu", "mất mấy ngày", "nộp ở đâu", "các bước thế nào")
OFFICER = "Tôi muốn gặp cán bộ"
COMMUNE = "phường Trấn Biên"
STEP = 40.0  # seconds a step of the form may take while things are being killed
TRIES = 5
CODE = re.compile(r"TT-\d{4}-\d{6,12}")


def questions(chance: random.Random) -> Iterator[str]:
    """Questions of which none comes twice, each naming its procedure."""
    names = [document.name for document in delivered()]
    everything = [f"{name} {aspect}" for name in names for aspect in ASPECTS]
    yield from chance.sample(everything, k=len(everything))


def phrase(texts: Texts, key: str) -> str:
    """The part of a text in front of what is filled in."""
    return re.split(r"\{|\n", texts.say(key, commune="{", code="{", due="{"))[0].strip()


@dataclass
class Citizen:
    """One line, one temper. ``confirmed`` are the codes of tickets they were told."""

    number: int
    line: Line
    chance: random.Random
    texts: Texts
    pace: float  # seconds between two messages, on average
    confirmed: dict[str, str] = field(default_factory=dict)  # code → question

    async def live(self, stop: asyncio.Event, codes: asyncio.Queue[str]) -> None:
        """Ask until told to stop; somewhere in between open a ticket."""
        await self.line.open()
        await asyncio.sleep(self.chance.uniform(0, self.pace))
        for count, question in enumerate(questions(self.chance)):
            if stop.is_set():
                return
            await self.line.say(question)
            await asyncio.sleep(self.chance.uniform(0.2, 1.8) * self.pace)
            if count == self.number % 5:
                await self._open_ticket(codes)

    async def _open_ticket(self, codes: asyncio.Queue[str]) -> None:
        for attempt in range(TRIES):
            question = f"Nhờ cán bộ xem giúp hồ sơ số {self.number}/{attempt} ạ"
            if await self._step(OFFICER, "handover.ask_commune") is None:
                continue
            if await self._step(COMMUNE, "handover.commune_noted") is None:
                continue
            if await self._step(question, "handover.ask_contact") is None:
                continue
            told = await self._hear("gửi luôn", [phrase(self.texts, "handover.opened")])
            if told and (code := CODE.search(told)):
                self.confirmed[code[0]] = question
                codes.put_nowait(code[0])
                return

    async def _step(self, text: str, key: str) -> str | None:
        return await self._hear(text, [phrase(self.texts, key)])

    async def _hear(self, text: str, phrases: Sequence[str]) -> str | None:
        before = len(self.line.heard)
        await self.line.say(text)
        return await self.line.answer(before, phrases, STEP)
