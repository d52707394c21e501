"""Whether an event comes from Zalo: the SHA-256 over application, raw body, timestamp and secret, and its age.

Zalo repeats an event it got no 200 for with a header ``num_retry`` and the same body, so the same old timestamp.
That header is not signed: whoever holds a copy of an event could add it. So it only lets an event in for two hours,
and the mailbox remembers for longer than that what it took: a repetition, Zalo's or a stranger's, changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.settings import Settings

FRESH = timedelta(minutes=5)
REPEATED = timedelta(hours=2)
"""Zalo's pauses (30 s, 5, 15, 30, 60 min) one after the other, with the five minutes on top."""
RETRIES = frozenset("12345")

_GIVEN = re.compile(r"(?:mac\s*=\s*)?([0-9a-f]{64})", re.ASCII | re.IGNORECASE)
_SINCE_1970 = re.compile(r"[0-9]{10}(?:[0-9]{3})?", re.ASCII)  # seconds, or milliseconds


@dataclass(frozen=True)
class Key:
    """A secret by its name; one that is not accepted only helps to say what is wrong."""

    name: str
    first: str  # what the signed text begins with
    secret: str
    accepted: bool


def keys(settings: Settings) -> list[Key]:
    """What Zalo may have signed with. The sources disagree, so each way has its name in the log."""
    app, account = settings.zalo_app_id.strip(), settings.zalo_oa_id.strip()
    oa_secret = settings.zalo_oa_secret.get_secret_value().strip()
    app_secret = settings.zalo_app_secret.get_secret_value().strip()
    app_secret_too = settings.zalo_accept_app_secret or not oa_secret
    ways = [
        Key("oa_secret", app, oa_secret, accepted=True),
        Key("app_secret", app, app_secret, accepted=app_secret_too),
        Key("oa_secret_after_oa_id", account, oa_secret, accepted=False),
        Key("app_secret_after_oa_id", account, app_secret, accepted=False),
    ]
    return [way for way in ways if way.secret]


def signer(header: str, body: bytes, stamps: Iterable[str], known: Iterable[Key]) -> tuple[Key, str] | None:
    """The key that signed the body, with which timestamp; each is tried, in constant time."""
    given = _GIVEN.fullmatch(header.strip())
    if given is None:
        return None
    mac = given[1].lower().encode()
    ways = [(key, stamp) for stamp in stamps for key in known]
    matching = [way for way in ways if hmac.compare_digest(sign(way[0].first, body, way[1], way[0].secret), mac)]
    return matching[0] if matching else None


def sign(first: str, body: bytes, timestamp: str, secret: str) -> bytes:
    """Zalo's signature, in hexadecimal."""
    signed = first.encode() + body + timestamp.encode("utf-8", "replace") + secret.encode()
    return hashlib.sha256(signed).hexdigest().encode()


def is_recent(timestamp: str, retry: str | None, now: datetime) -> bool:
    """Whether an event of that age may still come; ``retry`` is the header ``num_retry``."""
    if not _SINCE_1970.fullmatch(timestamp):
        return False
    age = timedelta(milliseconds=now.timestamp() * 1000 - int(timestamp.ljust(13, "0")))
    oldest = REPEATED if retry in RETRIES else FRESH
    return -FRESH <= age <= oldest
