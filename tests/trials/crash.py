"""The crash trial: messages stream in over all channels while processes are killed; then everything is counted."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.texts import Texts
from tests.trials.citizens import Citizen
from tests.trials.judging import Findings, judge
from tests.trials.killing import strike
from tests.trials.officers import Officer
from tests.trials.records import open_work, record, tickets
from tests.trials.world import World

SETTLED = 240.0  # seconds until everything must be quiet again: longer than every lease and pause
CAUGHT_UP = 15.0  # seconds for the web's readers after that


@dataclass(frozen=True)
class Plan:
    """How hard the trial is."""

    kills: int
    every: float  # seconds between two kills, on average
    citizens: int
    pace: float  # seconds between two messages of one citizen
    seed: int


@dataclass
class Counted:
    """What the trial found."""

    seed: int
    database: str
    kills: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    found: Findings = field(default_factory=Findings)
    tickets: int = 0
    tickets_wrong: list[str] = field(default_factory=list)
    answers: int = 0
    unsettled: int = 0
    seconds: float = 0.0
    settling: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether a promise was broken."""
        found = self.found
        broken = found.lost or found.inversions or found.strange or self.tickets_wrong or self.unsettled
        return bool(broken) or found.extra > self.kills.total()


async def crash(world: World, plan: Plan) -> Counted:
    """Stream, kill, wait, count."""
    chance, texts = random.Random(plan.seed), Texts.load()
    citizens = [
        Citizen(number, world.line(number), random.Random(chance.random()), texts, plan.pace)
        for number in range(plan.citizens)
    ]
    officer, codes = Officer(world.url, world.password), asyncio.Queue[str]()
    counted, began = Counted(plan.seed, world.database.engine.name), time.monotonic()
    stop, serving = asyncio.Event(), asyncio.create_task(officer.serve(codes))
    living = [asyncio.create_task(citizen.live(stop, codes)) for citizen in citizens]
    try:
        counted.kills = await strike(world, plan.kills, plan.every, chance)
        stop.set()
        struck = time.monotonic()
        await asyncio.gather(*living)
        await asyncio.wait_for(codes.join(), SETTLED)
        counted.unsettled = await settled(world, citizens)
    finally:
        for task in (serving, *living):
            task.cancel()
        await asyncio.gather(serving, *living, return_exceptions=True)
        for citizen in citizens:
            await citizen.line.close()
    counted.seconds, counted.settling = time.monotonic() - began, time.monotonic() - struck
    await asyncio.to_thread(_count, world, citizens, officer, counted)
    return counted


async def settled(world: World, citizens: Sequence[Citizen]) -> int:
    """Wait until nothing waits any more; how much still does."""
    until, left = time.monotonic() + SETTLED, 1
    while left and time.monotonic() < until:
        await asyncio.sleep(0.3)
        with suppress(SQLAlchemyError):
            left = await asyncio.to_thread(open_work, world.database) + len(world.platforms.telegram.state.updates)
    until = time.monotonic() + CAUGHT_UP
    while time.monotonic() < until and not await asyncio.to_thread(_all_heard, world, citizens):
        await asyncio.sleep(0.3)
    return left


def _all_heard(world: World, citizens: Sequence[Citizen]) -> bool:
    """Whether the web's readers, who fetch for themselves, have fetched all."""
    web = [citizen.line for citizen in citizens if citizen.line.channel == "web"]
    return all(len(line.heard) >= len(record(world.database, line).replies) for line in web)


def _count(world: World, citizens: Sequence[Citizen], officer: Officer, counted: Counted) -> None:
    confirmed: dict[str, str] = {}
    for citizen in citizens:
        counted.accepted[citizen.line.channel] += len(citizen.line.said)
        counted.found.add(judge(record(world.database, citizen.line)))
        confirmed |= citizen.confirmed
    counted.tickets, counted.answers = len(confirmed), len(officer.sent)
    counted.tickets_wrong = wrong_tickets(confirmed, tickets(world.database))
    counted.tickets_wrong += [f"not answered: {code}" for code in confirmed if code not in officer.sent]


def wrong_tickets(confirmed: dict[str, str], there: Sequence[tuple[str, str]]) -> list[str]:
    """Confirmed codes whose ticket is missing or another's, and questions of which there are two tickets."""
    known, times = dict(there), Counter(question for _, question in there)
    missing = [f"missing: {code}" for code, question in confirmed.items() if known.get(code) != question]
    return missing + [f"twice: {question}" for question, number in times.items() if number > 1]
