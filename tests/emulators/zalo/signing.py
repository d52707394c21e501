"""How an event is signed, and every way of signing it wrongly that a forger or a bug may choose."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum

from tests.emulators.zalo.state import State

HEADER, TIMESTAMP = "X-ZEvent-Signature", "X-ZEvent-Timestamp"


class Way(StrEnum):
    """A way of signing. Only the first three are right."""

    RIGHT = "right"
    BARE = "bare"  # without "mac="
    WITH_HEADER = "with_header"  # with the timestamp of a header, not the event's own
    NONE = "none"
    EMPTY = "empty"
    WRONG = "wrong"
    CUT = "cut"
    APP_SECRET = "app_secret"
    OA_ID_FIRST = "oa_id_first"
    WITHOUT_SECRET = "without_secret"
    OTHER_TIMESTAMP = "other_timestamp"
    RESERIALISED = "reserialised"
    CHANGED = "changed"  # one byte of the body after signing
    NOT_HEX = "not_hex"


RIGHT = (Way.RIGHT, Way.BARE, Way.WITH_HEADER)
WRONG = tuple(way for way in Way if way not in RIGHT)


@dataclass(frozen=True)
class Signed:
    """What goes over the line."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def mac(first: str, body: bytes, timestamp: str, secret: str) -> str:
    """Plain SHA-256 over the four, in hexadecimal."""
    return hashlib.sha256(first.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def signed(state: State, body: bytes, timestamp: str, way: Way = Way.RIGHT) -> Signed:
    """The body with its header."""
    right = mac(state.app_id, body, timestamp, state.oa_secret)
    macs = {
        Way.WRONG: mac(state.app_id, body, timestamp, "guessed"),
        Way.CUT: right[:-2],
        Way.APP_SECRET: mac(state.app_id, body, timestamp, state.app_secret),
        Way.OA_ID_FIRST: mac(state.oa_id, body, timestamp, state.oa_secret),
        Way.WITHOUT_SECRET: mac(state.app_id, body, timestamp, ""),
        Way.OTHER_TIMESTAMP: mac(state.app_id, body, "1540363714987", state.oa_secret),
        Way.NOT_HEX: "ế" * 64,
        Way.EMPTY: "",
    }
    if way is Way.NONE:
        return Signed(body)
    sent = {Way.RESERIALISED: _reserialised, Way.CHANGED: _changed}.get(way, bytes)(body)
    if way is Way.WITH_HEADER:
        stamp = str(int(timestamp) + 7)
        return Signed(body, {HEADER: f"mac={mac(state.app_id, body, stamp, state.oa_secret)}", TIMESTAMP: stamp})
    prefix = "" if way is Way.BARE else "mac="
    return Signed(sent, {HEADER: f"{prefix}{macs.get(way, right)}"})


def _reserialised(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=1).encode()


def _changed(body: bytes) -> bytes:
    return body.replace(b'"', b' "', 1)
