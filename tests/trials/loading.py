"""Sends messages at a steady rate over all channels, each from a citizen who waits for no answer, and times the way."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.trials.citizens import questions
from tests.trials.lines import Heard, Line
from tests.trials.world import World

GIVE_UP = 60.0  # seconds after which a message counts as unanswered
REST = 1.0  # seconds a citizen rests after an answer, so that every piece of it is counted
CHANNELS = 3


@dataclass
class Timed:
    """One message: when it was due, and how many seconds later it was acknowledged and answered."""

    channel: str
    due: float
    acknowledged: float | None = None  # Telegram acknowledges nothing: it is asked
    answered: float | None = None  # the last piece


@dataclass
class Phase:
    """What was sent in one go. ``backlog``: messages without an answer, twice a second."""

    name: str
    rate: float
    sent: list[Timed] = field(default_factory=list)
    backlog: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def acknowledgements(self, channel: str = "") -> list[float]:
        """Seconds, sorted."""
        return sorted(m.acknowledged for m in self.sent if m.acknowledged is not None and channel in m.channel)

    def replies(self) -> list[float]:
        """Seconds, sorted."""
        return sorted(message.answered for message in self.sent if message.answered is not None)

    @property
    def unanswered(self) -> int:
        """Messages nobody answered within a minute."""
        return sum(message.answered is None for message in self.sent)


class Crowd:
    """As many citizens on each channel as are needed; who was answered may ask again."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world = world
        self._asking: Iterator[str] = questions(chance)
        self._chance = chance
        self._idle: defaultdict[int, deque[Line]] = defaultdict(deque)
        self._lines: list[Line] = []
        self._sent = 0

    async def ready(self, each: int) -> None:
        """Open so many lines on each channel beforehand."""
        for kind in range(CHANNELS):
            self._idle[kind].extend([await self._open(kind) for _ in range(each)])

    async def close(self) -> None:
        """Hang up."""
        await asyncio.gather(*(line.close() for line in self._lines))

    async def run(self, name: str, rate: float, count: int) -> Phase:
        """So many messages at that rate (0: all at once); returns when all are answered or given up."""
        loop, phase = asyncio.get_running_loop(), Phase(name, rate)
        began, under_way = loop.time(), set[asyncio.Task[None]]()
        watching = asyncio.create_task(self._watch(phase))
        for number in range(count):
            due = began + (number / rate if rate else 0.0)
            await asyncio.sleep(max(0.0, due - loop.time()))
            task = asyncio.create_task(self._send(phase, due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        phase.seconds = loop.time() - began
        watching.cancel()
        return phase

    async def _send(self, phase: Phase, due: float) -> None:
        kind, self._sent = self._sent % CHANNELS, self._sent + 1
        line = self._idle[kind].popleft() if self._idle[kind] else await self._open(kind)
        phase.sent.append(message := Timed(line.channel, due))
        answered = asyncio.Event()
        line.notice = lambda heard: _note(message, heard, answered)
        begun = asyncio.get_running_loop().time()
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP):
                await line.say(self._question())
                if line.channel != "telegram":
                    message.acknowledged = asyncio.get_running_loop().time() - begun
                await answered.wait()
                await asyncio.sleep(REST)
                self._idle[kind].append(line)

    async def _watch(self, phase: Phase) -> None:
        while True:
            await asyncio.sleep(0.5)
            phase.backlog.append(phase.unanswered)

    async def _open(self, kind: int) -> Line:
        line = self._world.line(len(self._lines) * CHANNELS + kind)
        self._lines.append(line)
        await line.open()
        return line

    def _question(self) -> str:
        text = next(self._asking, None)
        if text is None:
            self._asking = questions(self._chance)
            text = next(self._asking)
        return text


def _note(message: Timed, heard: Heard, answered: asyncio.Event) -> None:
    message.answered = heard.at - message.due
    answered.set()
