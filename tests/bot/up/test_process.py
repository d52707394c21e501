"""A child is started again when it dies, and gone when told to end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from bot.up.process import Child

SLEEPER = [sys.executable, "-c", "import time; print('da chay', flush=True); time.sleep(60)"]


def child(folder: Path, command: list[str]) -> Child:
    return Child("ngu", command, dict(os.environ), folder, folder)


async def wait_for(started: list[int], count: int) -> None:
    async with asyncio.timeout(60):
        while len(started) < count:
            await asyncio.sleep(0.02)


async def test_a_killed_child_comes_back_with_another_process(tmp_path: Path) -> None:
    watched, started = child(tmp_path, SLEEPER), list[int]()
    running = asyncio.create_task(watched.run(lambda: started.append(watched.pid or 0)))
    await wait_for(started, 1)
    os.kill(started[0], signal.SIGKILL)
    await wait_for(started, 2)
    assert started[0] != started[1]
    await watched.end()
    await running
    for pid in started:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            raise AssertionError(f"{pid} still lives")


async def test_a_child_that_will_not_end_is_ended(tmp_path: Path) -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)"
    )
    watched, started = child(tmp_path, [sys.executable, "-c", stubborn]), list[int]()
    watched.patience = 0.3
    running = asyncio.create_task(watched.run(lambda: started.append(1)))
    async with asyncio.timeout(60):
        while not (tmp_path / "ngu.log").exists() or "x" not in (tmp_path / "ngu.log").read_text():
            await asyncio.sleep(0.02)
    await watched.end()
    await asyncio.wait_for(running, 5)


async def test_what_a_child_prints_is_in_its_log(tmp_path: Path) -> None:
    watched = child(tmp_path, [sys.executable, "-c", "print('xong')"])
    running = asyncio.create_task(watched.run(lambda: None))
    async with asyncio.timeout(60):
        while "xong" not in ((tmp_path / "ngu.log").read_text() if (tmp_path / "ngu.log").exists() else ""):
            await asyncio.sleep(0.02)
    await watched.end()
    running.cancel()
