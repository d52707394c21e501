"""A child process that is kept alive, and ended with its parent."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

log = structlog.get_logger()

PATIENCE = 10.0
"""Seconds a child gets to end by itself."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
"""Seconds before a child is started again."""
LIVED = 5.0
"""Whoever lived so many seconds is started again at once: a start that takes its time spins nobody."""


class Child:
    """One process of ours, started again when it dies."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], folder: Path, logs: Path) -> None:
        self.name = name
        self._command = command
        self._environment = dict(environment)
        self._folder = folder
        self._log = logs / f"{name}.log"
        self._process: asyncio.subprocess.Process | None = None
        self._ending = False
        self.patience = PATIENCE

    @property
    def pid(self) -> int | None:
        """The present process id."""
        return self._process.pid if self._process else None

    async def run(self, started: Callable[[], None]) -> None:
        """Start, and start again whenever it ends, until cancelled. ``started`` is told each time."""
        pause = FIRST_PAUSE
        while not self._ending:
            before = asyncio.get_running_loop().time()
            await self._start()
            started()
            assert self._process is not None
            status = await self._process.wait()
            if self._ending:
                return
            log.warning("process_ended", process=self.name, status=status)
            lived = asyncio.get_running_loop().time() - before
            pause = FIRST_PAUSE if lived > LIVED else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def end(self) -> None:
        """Ask it to stop, then make it."""
        self._ending = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), self.patience)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _start(self) -> None:
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone; we end the children in order
                preexec_fn=die_with_parent,
            )


def rasa_environment() -> dict[str, str]:
    """The environment Rasa runs in: quiet, on the processor, able to import our pipeline components."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "RASA_TELEMETRY_ENABLED": "false",
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "OMP_NUM_THREADS": "1",
    }


def die_with_parent() -> None:
    """Linux only: a killed supervisor leaves no orphans that hold its ports."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
