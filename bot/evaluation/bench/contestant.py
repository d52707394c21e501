"""One Rasa project: trained from nothing, started, asked."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.evaluation.running import free_port
from bot.up.process import die_with_parent, rasa_environment
from bot.up.supervisor import RASA

START_WITHIN = 300.0  # seconds
PATIENCE = 30.0  # seconds for one answer


class BenchError(Exception):
    """A contestant could not be trained or started; what it said."""


@dataclass(frozen=True)
class Answered:
    """One turn: the reply's ``meta`` with the aspects understood, and its milliseconds."""

    meta: dict[str, Any]
    ms: float


class Contestant:
    """A running Rasa with its model, and the one action server both share."""

    def __init__(self, http: aiohttp.ClientSession, url: str, pid: int, cold: float) -> None:
        self._http = http
        self._url = url
        self._pid = pid
        self.cold = cold  # seconds from its start to its first answer

    def memory(self) -> float:
        """Megabytes that the process holds now."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    async def ask(self, text: str, sender: str) -> Answered:
        """A whole turn: understood, action called, knowledge read from the database."""
        began = time.monotonic()
        body = {"sender": sender, "message": text}
        async with self._http.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
            messages = await response.json()
        ms = 1000 * (time.monotonic() - began)
        return Answered(dict(messages[0].get("custom", {}).get("meta") or {}) if messages else {}, ms)

    async def aspects(self, text: str) -> list[str]:
        """What the pipeline alone understands as asked."""
        async with self._http.post(f"{self._url}/model/parse", json={"text": text}) as response:
            return aspects_of(await response.json())


def aspects_of(parsed: Mapping[str, Any]) -> list[str]:
    """Our component names aspects as entities; to the default they are parts of the label."""
    named = [item["value"] for item in parsed.get("entities") or [] if item.get("entity") == "aspect"]
    intent = (parsed.get("intent") or {}).get("name") or ""
    return named or [part.removeprefix("ask_") for part in intent.split("+") if part.startswith("ask_")]


async def train(project: Path) -> float:
    """Train from nothing, without Rasa's cache. Returns the seconds it took. Raises BenchError."""
    command = [str(RASA), "train", "--data", "data", "--out", "models", "--fixed-model-name", "model"]
    environment = {**rasa_environment(), "RASA_CACHE_DIRECTORY": str(project / "cache")}
    began = time.monotonic()
    with (project / "train.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=project, env=environment, stdout=log, stderr=log, preexec_fn=die_with_parent
        )
        await process.wait()
    if process.returncode or not (project / "models" / "model.tar.gz").exists():
        raise BenchError(_end_of(project / "train.log"))
    return time.monotonic() - began


@asynccontextmanager
async def running(project: Path, actions: str) -> AsyncIterator[Contestant]:
    """Start it against the action server at that address; stop it at the end. Raises BenchError."""
    port = free_port()
    environment = {**rasa_environment(), "ACTION_ENDPOINT_URL": actions}
    command = [str(RASA), "run", "-i", "127.0.0.1", "-p", str(port), "--enable-api", "-m", "models/model.tar.gz"]
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    with (project / "run.log").open("wb") as log:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *command, cwd=project, env=environment, stdout=log, stderr=log, preexec_fn=die_with_parent
        )
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http:
                contestant = Contestant(http, f"http://127.0.0.1:{port}", process.pid, 0.0)
                await _first_answer(contestant, process, project / "run.log")
                contestant.cold = time.monotonic() - began
                yield contestant
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()


async def _first_answer(contestant: Contestant, process: asyncio.subprocess.Process, log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.returncode is None:
        with suppress(aiohttp.ClientError, TimeoutError, ValueError):
            if (await contestant.ask("xin chào", "first")).meta:
                return
        await asyncio.sleep(0.2)
    raise BenchError(_end_of(log))


@asynccontextmanager
async def action_server(python: str, environment: Mapping[str, str], root: Path) -> AsyncIterator[str]:
    """Our action server; yields the address Rasa calls."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(python, "-m", "actions"),
        cwd=root,
        env={**os.environ, **environment, "THANTHIEN_ACTIONS_PORT": str(port)},
        preexec_fn=die_with_parent,
    )
    try:
        await _listening(port)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _listening(port: int) -> None:
    for _ in range(int(START_WITHIN / 0.2)):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.2)
    raise BenchError(f"no action server at {port}")


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-1500:]
