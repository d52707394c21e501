"""The whole system as ``make start`` runs it: real Rasa, action server and bot, on ports and state of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.journeys.system import CHROMIUM, System, Telegram

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey; crashes come last, because they leave Rasa starting."""
    here = [item for item in items if ROOT / "tests" / "journeys" in item.path.parents]
    for item in here:
        item.add_marker("journey")
        item.add_marker(pytest.mark.timeout(400))
    here.sort(key=lambda item: "crash" in item.path.name)
    items[:] = [item for item in items if item not in here] + here


@pytest.fixture(scope="session")
def telegram() -> Iterator[Telegram]:
    """The Telegram emulator in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.emulators.telegram", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    settings = dict(pair.split("=", 1) for pair in process.stdout.readline().split())
    yield Telegram(settings["TELEGRAM_BASE_URL"], settings["TELEGRAM_TOKEN"])
    process.kill()
    process.communicate()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, telegram: Telegram) -> Iterator[System]:
    """Started once for all journeys; the model is the one of the checkout, trained if none fits."""
    if not (ROOT / ".venv-rasa" / "bin" / "rasa").exists():
        pytest.fail("Rasa's environment is missing: make install")
    var = tmp_path_factory.mktemp("var")
    environment = {
        **os.environ,
        "THANTHIEN_VAR": str(var),
        "THANTHIEN_MODELS": str(ROOT / "var" / "models"),
        "THANTHIEN_PORT": str(free_port()),
        "THANTHIEN_RASA_URL": f"http://127.0.0.1:{free_port()}",
        "THANTHIEN_ACTIONS_PORT": str(free_port()),
        "THANTHIEN_DEMO": "1",
        "DATABASE_URL": os.environ.get("JOURNEY_DATABASE_URL", ""),
        "TELEGRAM_BASE_URL": telegram.url,
        "TELEGRAM_TOKEN": telegram.token,
    }
    started = System(environment, var)
    started.start()
    yield started
    started.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless."""
    if not shutil.which(CHROMIUM):
        pytest.skip("no chromium on this machine: the browser journeys are skipped (apt-get install chromium)")
    quiet = ["no-sandbox", "disable-quic", "no-first-run", "disable-background-networking"]
    quiet += ["disable-component-update", "disable-sync"]
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=shutil.which(CHROMIUM), args=[f"--{name}" for name in quiet]
        )
        yield opened
        await opened.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
