"""Addresses of checklists: signed, so nobody can guess or change one; dated, so they expire; nothing is stored.

An address holds the procedure, the answers (choices of buttons, nothing about a person) and the hour it ends.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from bot.settings import Settings
from knowledge_base.errors import NotFoundError

PATH = "/ho-so"
LONGEST = 600  # characters of a token
_MARK = 18  # bytes of the signature: 144 bits


class LinkExpiredError(NotFoundError):
    """The address was right, but its time is over."""

    key = "checklist.expired"


@dataclass(frozen=True)
class Told:
    """What an address stands for."""

    procedure: str
    fingerprint: str  # of the situation whose questions were answered
    answers: Mapping[str, str]
    until: datetime


class ChecklistLinks:
    """Makes and reads addresses with this installation's key."""

    def __init__(self, key: bytes, address: str, lifetime: timedelta) -> None:
        self._key = key
        self._address = address
        self._lifetime = lifetime

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """With the key of the state folder, made at random the first time."""
        return cls(installation_key(settings.var), settings.address, timedelta(hours=settings.checklist_hours))

    def make(self, procedure: str, fingerprint: str, answers: Mapping[str, str], now: datetime) -> tuple[str, datetime]:
        """The full address of a checklist, and until when it works."""
        until = (now + self._lifetime).replace(microsecond=0)
        body = json.dumps([procedure, fingerprint, dict(answers), int(until.timestamp())], separators=(",", ":"))
        packed = _pack(body.encode())
        return f"{self._address}{PATH}/{packed}.{self._sign(packed)}", until

    def absolute(self, path: str) -> str:
        """A page of ours as citizens reach it."""
        return f"{self._address}{path}"

    def read(self, token: str, now: datetime) -> Told:
        """What a token stands for. Raises NotFoundError for one we did not make, LinkExpiredError for an old one."""
        packed, _, mark = token.partition(".")
        if len(token) > LONGEST or not token.isascii() or not hmac.compare_digest(mark, self._sign(packed)):
            raise NotFoundError
        procedure, fingerprint, answers, until = json.loads(_unpack(packed))
        told = Told(procedure, fingerprint, answers, datetime.fromtimestamp(until, UTC))
        if told.until <= now:
            raise LinkExpiredError
        return told

    def _sign(self, packed: str) -> str:
        return _pack(hmac.digest(self._key, b"checklist:" + packed.encode(), hashlib.sha256)[:_MARK])


def installation_key(folder: Path) -> bytes:
    """The secret addresses are signed with; every bot process of this installation shares it."""
    path = folder / "link-key"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".link-key-{secrets.token_hex(8)}")
    if not path.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # whole or not at all, and only one process wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def _pack(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _unpack(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise NotFoundError from error
