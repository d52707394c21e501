"""Prepares the state, starts Rasa, the action server and the bot, and keeps them running until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable
from contextlib import suppress

import aiohttp
from yarl import URL

from bot.bootstrap import open_database, prepare
from bot.settings import Settings
from bot.texts import Texts
from bot.up.model import ROOT, TrainingError, model_path, train
from bot.up.process import Child, rasa_environment
from knowledge_base.staff.demo import demo_password, demo_usernames

RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
HEALTHY_WITHIN = 180.0  # seconds; Rasa imports TensorFlow, which takes its time on a small machine


class Supervisor:
    """Everything ``make start`` does after the environments are there."""

    def __init__(self, settings: Settings, texts: Texts) -> None:
        self._settings = settings
        self._texts = texts
        self._logs = settings.var / "logs"
        self._children: list[Child] = []

    async def run(self) -> int:
        """Start everything, wait for Ctrl-C, stop everything. Returns the exit status."""
        self._logs.mkdir(parents=True, exist_ok=True)
        if busy := [port for port in self._ports() if not _is_free(*port)]:
            return self._fail("up.port_busy", ports=", ".join(f"{host}:{port}" for host, port in busy))
        await self._step("up.knowledge", asyncio.to_thread(self._prepare))
        if not model_path(self._settings.models_folder).exists():
            log = self._logs / "train.log"
            try:
                training = asyncio.to_thread(train, RASA, self._settings.models_folder, log)
                await self._step("up.training", training)
            except TrainingError:
                return self._fail("up.training_failed", log=str(log))
        return await self._serve()

    def _prepare(self) -> None:
        database = open_database(self._settings)
        prepare(database, self._settings)
        database.dispose()

    async def _serve(self) -> int:
        self._children = self._make_children()
        stop = _stop_signal()
        running = [asyncio.create_task(child.run(self._note_processes)) for child in self._children]
        try:
            healthy = self._step("up.starting", self._wait_until_healthy())
            await _first(healthy, stop.wait())
            if stop.is_set():
                return 0
            self._announce()
            await stop.wait()
            return 0
        except TimeoutError:
            return self._fail("up.not_healthy", logs=str(self._logs))
        finally:
            print(self._texts.say("up.stopping"), flush=True)
            await asyncio.gather(*(child.end() for child in reversed(self._children)))
            for task in running:
                task.cancel()

    def _make_children(self) -> list[Child]:
        settings = self._settings
        rasa = URL(settings.rasa_url)
        ours = {
            **os.environ,
            "THANTHIEN_VAR": str(settings.var.resolve()),
            "DATABASE_URL": settings.database_url,
            "PYTHONUNBUFFERED": "1",
        }
        actions_url = f"http://127.0.0.1:{settings.actions_port}/webhook"
        rasa_command = [
            *(str(RASA), "run", "-i", rasa.host or "127.0.0.1", "-p", str(rasa.port)),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            *("-m", str(model_path(settings.models_folder).resolve())),
        ]
        rasa_env = {**rasa_environment(), "ACTION_ENDPOINT_URL": actions_url}
        return [
            Child("rasa", rasa_command, rasa_env, ROOT, self._logs),
            Child("actions", [sys.executable, "-m", "actions"], ours, ROOT, self._logs),
            Child("bot", [sys.executable, "-m", "bot", "serve"], ours, ROOT, self._logs),
        ]

    async def _wait_until_healthy(self) -> None:
        """Ask /healthz until it says 200; it does once Rasa and the action server answer."""
        url = f"http://{self._settings.host}:{self._settings.port}/healthz"
        async with asyncio.timeout(HEALTHY_WITHIN), aiohttp.ClientSession() as http:
            while True:
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with http.get(url, timeout=aiohttp.ClientTimeout(total=5)) as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.3)

    async def _step(self, key: str, work: Awaitable[None]) -> None:
        """Say what is being done, count the seconds while a person watches."""
        began = time.monotonic()
        label = self._texts.say(key)
        ticking = asyncio.create_task(_tick(label)) if sys.stdout.isatty() else None
        try:
            await work
        finally:
            if ticking:
                ticking.cancel()
        print(f"\r✓ {label} ({time.monotonic() - began:.0f} s)   ", flush=True)

    def _announce(self) -> None:
        settings = self._settings
        print(self._texts.say("up.ready", chat=f"{settings.address}/", desk=f"{settings.address}/can-bo"), flush=True)
        if settings.demo:
            password = demo_password(settings)
            for username in demo_usernames():
                print(self._texts.say("up.demo", username=username, password=password), flush=True)
        print(self._texts.say("up.how_to_stop"), flush=True)

    def _note_processes(self) -> None:
        """Keep ``run.json`` true: who runs, and where."""
        settings = self._settings
        run = {
            "pids": {child.name: child.pid for child in self._children},
            "urls": {"chat": f"{settings.address}/", "desk": f"{settings.address}/can-bo", "rasa": settings.rasa_url},
        }
        path = settings.var / "run.json"
        path.with_suffix(".tmp").write_text(json.dumps(run), encoding="utf-8")
        path.with_suffix(".tmp").replace(path)

    def _ports(self) -> list[tuple[str, int]]:
        rasa = URL(self._settings.rasa_url)
        return [
            (self._settings.host, self._settings.port),
            (rasa.host or "127.0.0.1", rasa.port or 5005),
            ("127.0.0.1", self._settings.actions_port),
        ]

    def _fail(self, key: str, **args: str) -> int:
        print(self._texts.say(key, **args), file=sys.stderr, flush=True)
        return 1


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _first(*work: Awaitable[object]) -> None:
    """Wait for whichever ends first; raise what it raised."""
    tasks = [asyncio.ensure_future(item) for item in work]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    for task in done:
        task.result()


async def _tick(label: str) -> None:
    began = time.monotonic()
    while True:
        print(f"\r… {label} ({time.monotonic() - began:.0f} s)", end="", flush=True)
        await asyncio.sleep(1)
