"""The load trial: steady, in a burst, with Rasa hung, and ever faster until it is too slow."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.trials.costs import Costs, costs
from tests.trials.loading import Crowd, Phase
from tests.trials.world import World

WARM_UP = 60  # messages before anything is timed
TOO_SLOW = 1.0  # seconds of the 99th percentile at which climbing ends
HIGHEST = 400.0  # messages a second; nobody climbs for ever


@dataclass(frozen=True)
class Plan:
    """How much of it."""

    rate: float
    seconds: float
    burst: int
    hung_rate: float
    step: float  # seconds at each rate while climbing; 0: do not climb
    seed: int


@dataclass
class Measured:
    """What came out."""

    database: str
    cores: int
    phases: list[Phase] = field(default_factory=list)
    before: Costs | None = None  # around the steady phase
    after: Costs | None = None
    highest: float = 0.0  # messages a second

    @property
    def unanswered(self) -> int:
        """Over all phases."""
        return sum(phase.unanswered for phase in self.phases)


async def load(world: World, plan: Plan) -> Measured:
    """Everything in turn, on one running system."""
    measured = Measured(world.database.engine.name, os.cpu_count() or 1)
    crowd = Crowd(world, random.Random(plan.seed))
    try:
        await crowd.ready(each=int(plan.rate))
        await crowd.run("warm-up", 10, WARM_UP)
        measured.before = await asyncio.to_thread(costs, world)
        measured.phases.append(await crowd.run("steady", plan.rate, int(plan.rate * plan.seconds)))
        measured.after = await asyncio.to_thread(costs, world)
        if plan.burst:
            measured.phases.append(await crowd.run("burst", 0, plan.burst))
        if plan.hung_rate:
            with hung(world):
                count = int(plan.hung_rate * min(plan.seconds, 20))
                measured.phases.append(await crowd.run("Rasa hung", plan.hung_rate, count))
            await asyncio.sleep(5)  # until the breaker asks Rasa again
        if plan.step:
            await _climb(crowd, plan, measured)
    finally:
        await crowd.close()
    return measured


async def _climb(crowd: Crowd, plan: Plan, measured: Measured) -> None:
    rate = plan.rate
    while rate <= HIGHEST:
        phase = await crowd.run(f"climbing {rate:.0f}/s", rate, int(rate * plan.step))
        measured.phases.append(phase)
        if phase.unanswered or percentile(phase.replies(), 99) > TOO_SLOW:
            return
        measured.highest = rate
        rate = float(round(rate * 1.25))


@contextmanager
def hung(world: World) -> Iterator[None]:
    """Every Rasa stands still inside the block, and goes on after it."""
    pids = [pid for name, pid in world.pids().items() if name.startswith("rasa")]
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Of sorted values; 0 without any."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
