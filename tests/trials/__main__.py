"""``python -m tests.trials crash`` and ``load``: the Makefile's `make crash` and `make load`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path

from bot.settings import Settings
from tests.trials import crash, load, reporting
from tests.trials.world import started_world

UNLIMITED = {"THANTHIEN_MESSAGES_PER_MINUTE": "100000", "THANTHIEN_CONVERSATIONS_PER_MINUTE": "100000"}


def main() -> int:
    """Run what was chosen; the exit status says whether every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("crash", help="kill -9 while messages stream in")
    killing.add_argument("--kills", type=int, default=200)
    killing.add_argument("--every", type=float, default=4.0, help="seconds between two kills, on average")
    killing.add_argument("--citizens", type=int, default=45)
    killing.add_argument("--pace", type=float, default=6.0, help="seconds between two messages of one citizen")
    killing.add_argument("--seed", type=int, default=1)
    killing.add_argument("--json", type=Path, default=Path("var/crash.json"))
    loading = commands.add_parser("load", help="steady, in a burst, with Rasa hung, and ever faster")
    loading.add_argument("--rate", type=float, default=20.0, help="messages a second")
    loading.add_argument("--seconds", type=float, default=60.0)
    loading.add_argument("--burst", type=int, default=200, help="messages at once")
    loading.add_argument("--hung-rate", type=float, default=50.0, help="messages a second while Rasa hangs")
    loading.add_argument("--step", type=float, default=10.0, help="seconds at each rate while climbing; 0: no climbing")
    loading.add_argument("--seed", type=int, default=1)
    loading.add_argument("--json", type=Path, default=Path("var/load.json"))
    chosen = parser.parse_args()
    return asyncio.run(_ended_by_signals(_crash(chosen) if chosen.command == "crash" else _load(chosen)))


async def _ended_by_signals(work: Coroutine[None, None, int]) -> int:
    """Whoever stops a trial, by Ctrl-C or by SIGTERM, finds that nothing of it runs on."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 130


async def _crash(chosen: argparse.Namespace) -> int:
    plan = crash.Plan(chosen.kills, chosen.every, chosen.citizens, chosen.pace, chosen.seed)
    async with started_world(Settings(), os.environ.get("DATABASE_URL", ""), UNLIMITED) as world:
        counted = await crash.crash(world, plan)
    print(reporting.of_crash(counted), flush=True)
    reporting.write(chosen.json, reporting.crash_results(counted))
    return 1 if counted.failed else 0


async def _load(chosen: argparse.Namespace) -> int:
    plan = load.Plan(chosen.rate, chosen.seconds, chosen.burst, chosen.hung_rate, chosen.step, chosen.seed)
    async with started_world(Settings(), os.environ.get("DATABASE_URL", ""), UNLIMITED) as world:
        measured = await load.load(world, plan)
    print(reporting.of_load(measured), flush=True)
    reporting.write(chosen.json, reporting.load_results(measured))
    return 1 if measured.unanswered else 0


if __name__ == "__main__":
    sys.exit(main())
