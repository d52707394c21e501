"""Kills processes at random with ``kill -9`` and disturbs the database, by a seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from tests.trials.world import World

DATABASE = "database"
MIX = {"bot": 8, "actions": 4, "rasa": 1, DATABASE: 7}
"""How often each is struck; Rasa takes its time to start, and a trial has an end."""
HELD = (0.1, 1.5)  # seconds for which somebody else holds SQLite's write lock
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def strike(world: World, kills: int, every: float, chance: random.Random) -> Counter[str]:
    """So many blows, one every so many seconds on average; what was struck how often."""
    struck: Counter[str] = Counter()
    for target in islice(targets(chance), kills):
        await asyncio.sleep(chance.uniform(0.1, 2 * every - 0.1))
        if target == DATABASE:
            await asyncio.to_thread(_disturb, world, chance.uniform(*HELD))
        else:
            await _kill(world, target)
        struck[target] += 1
    return struck


def targets(chance: random.Random) -> Iterator[str]:
    """Each once in any order, then by the mix."""
    yield from chance.sample(sorted(MIX), k=len(MIX))
    while True:
        yield chance.choices(list(MIX), list(MIX.values()))[0]


async def _kill(world: World, name: str) -> None:
    """``kill -9``, even while it is starting; a process that is dead already is waited for."""
    while True:
        pid = world.pids().get(name)
        if pid is not None and _is_ours(pid, name):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return
        await asyncio.sleep(0.1)


def _is_ours(pid: int, name: str) -> bool:
    """Numbers of dead processes are given to others."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    wanted = {"bot": b"serve", "actions": b"actions", "rasa": b"run"}[name]
    return wanted in words


def _disturb(world: World, seconds: float) -> None:
    """PostgreSQL: cut every connection. SQLite knows none: keep everybody else from writing for a moment."""
    if world.database.engine.name == "sqlite":
        _hold(world.var / "thanthien.db", seconds)
        return
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(CUT)


def _hold(path: Path, seconds: float) -> None:
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
