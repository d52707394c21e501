"""Starts, kills and stops the whole system; acts for people on the emulated Telegram."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHROMIUM = "chromium"
START_WITHIN = 300.0  # seconds; a fresh checkout trains first


class System:
    """``python -m bot up`` with its children."""

    def __init__(self, environment: dict[str, str], var: Path) -> None:
        self._environment = environment
        self._var = var
        self._process: subprocess.Popen[str] | None = None
        self.output = ""
        self.url = f"http://127.0.0.1:{environment['THANTHIEN_PORT']}"

    @property
    def password(self) -> str:
        """Of the demo accounts."""
        return (self._var / "demo-password").read_text(encoding="ascii").strip()

    def start(self) -> None:
        """Start, and wait until it says that it is ready. Raises AssertionError with its output."""
        command = [sys.executable, "-m", "bot", "up"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        lines: list[str] = []
        for line in self._process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                self.output = "".join(lines)
                return
        raise AssertionError(f"did not start:\n{''.join(lines)}\n{self.logs()}")

    def stop(self) -> str:
        """Ctrl-C; returns what it said on its way out."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        rest, _ = self._process.communicate(timeout=40)
        assert self._process.returncode == 0, rest
        return rest

    def pids(self) -> dict[str, int]:
        """Process ids by name: rasa, actions, bot."""
        run = json.loads((self._var / "run.json").read_text(encoding="utf-8"))
        return {name: int(pid) for name, pid in run["pids"].items() if pid}

    def kill(self, name: str) -> int:
        """``kill -9`` one of the three; returns its old process id."""
        pid = self.pids()[name]
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return pid

    def wait_until_healthy(self, seconds: float = 120.0) -> None:
        """Until /healthz says 200."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{self.url}/healthz", timeout=3):
                return
            time.sleep(0.3)
        raise AssertionError(f"not healthy again:\n{self.logs()}")

    def logs(self) -> str:
        """The end of every log, for a failure's report; the whole is searched by ``grep``."""
        parts = [f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}" for path in self._log_files()]
        return "\n".join(parts)

    def grep(self, needle: str) -> list[str]:
        """Names of the logs that hold a text."""
        return [path.name for path in self._log_files() if needle in path.read_text(errors="replace")]

    def _log_files(self) -> list[Path]:
        return sorted((self._var / "logs").glob("*.log"))


@dataclass(frozen=True)
class Telegram:
    """People on the emulated Telegram."""

    url: str
    token: str

    def say(self, chat_id: int, text: str) -> None:
        """Write to the bot."""
        self._control("/control/text", {"chat_id": chat_id, "text": text})

    def press(self, chat_id: int, button: str) -> None:
        """Press the newest button of that label."""
        self._control("/control/press", {"chat_id": chat_id, "button": button})

    def messages(self, chat_id: int) -> list[dict[str, Any]]:
        """What the bot said."""
        with urllib.request.urlopen(f"{self.url}/control/messages/{chat_id}") as response:
            told: list[dict[str, Any]] = json.load(response)
        return told

    def wait_for(self, chat_id: int, count: int, seconds: float = 20.0) -> list[dict[str, Any]]:
        """Until the bot has said so many messages."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if len(told := self.messages(chat_id)) >= count:
                return told
            time.sleep(0.1)
        raise AssertionError(f"{len(told)} of {count} messages: {told}")

    def _control(self, path: str, body: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self.url}{path}", json.dumps(body).encode(), headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request):
            return
