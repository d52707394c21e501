"""The whole system on ports and state of its own, for as long as something is measured."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.settings import Settings
from bot.up.model import ROOT
from bot.up.process import die_with_parent

START_WITHIN = 400.0  # seconds; a new model is trained first
STOP_WITHIN = 40.0


class NotStartedError(Exception):
    """The system did not come up; what it said."""


@dataclass(frozen=True)
class Running:
    """A started system."""

    url: str
    var: Path

    def pids(self) -> dict[str, int]:
        """Process ids by name: rasa, actions, bot."""
        run = json.loads((self.var / "run.json").read_text(encoding="utf-8"))
        return {name: int(pid) for name, pid in run["pids"].items() if pid}


@asynccontextmanager
async def started(settings: Settings, more: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    """Start it with an empty database, today's data and the model that fits; stop it at the end.

    ``more`` is environment that goes before ours.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {**_environment(settings, Path(folder)), **(more or {})}
        url = f"http://127.0.0.1:{environment['THANTHIEN_PORT']}"
        with (Path(folder) / "up.log").open("w+b") as said:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "up"),
                cwd=ROOT,
                env=environment,
                stdout=said,
                stderr=said,
                preexec_fn=die_with_parent,
            )
            try:
                await _healthy(process, url, Path(folder) / "up.log")
                yield Running(url, Path(folder))
            finally:
                await _stop(process)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(settings: Settings, var: Path) -> Mapping[str, str]:
    return {
        **os.environ,
        "THANTHIEN_VAR": str(var),
        "THANTHIEN_MODELS": str(settings.models_folder.resolve()),
        "THANTHIEN_PORT": str(free_port()),
        "THANTHIEN_RASA_URL": f"http://127.0.0.1:{free_port()}",
        "THANTHIEN_ACTIONS_PORT": str(free_port()),
        "THANTHIEN_PUBLIC_URL": "",
        "THANTHIEN_MESSAGES_PER_MINUTE": "100000",  # we are the flood that these keep out
        "THANTHIEN_CONVERSATIONS_PER_MINUTE": "100000",
        "TELEGRAM_TOKEN": "",
        "DATABASE_URL": "",
    }


async def _healthy(process: asyncio.subprocess.Process, url: str, log: Path) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        for _ in range(int(START_WITHIN / 0.5)):
            if process.returncode is not None:
                break
            with suppress(aiohttp.ClientError, TimeoutError):
                async with http.get(f"{url}/healthz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.5)
    said = await asyncio.to_thread(log.read_text, encoding="utf-8", errors="replace")
    raise NotStartedError(said[-1500:])


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        await asyncio.wait_for(process.wait(), STOP_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
