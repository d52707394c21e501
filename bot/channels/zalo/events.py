"""Reads Zalo's events: what they tell us to write down. Nothing is ever downloaded, no attachment stored."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

from knowledge_base.mailbox.inbox import Incoming
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.zalo.receiving import CHANNEL, Left, Told, TookOver, Withdrew

type Event = dict[str, Any]

ANONYMOUS = "anonymous"
WORDS = frozenset({"text", "link"})
THINGS = frozenset({"sticker", "image", "gif", "audio", "video", "file", "location", "business_card"})
OPENING = frozenset({"follow", "user_click_chatnow"})
# Of these an answer may come back, or something is undone: they must name our account.
_FROM_USER = re.compile(r"(user|anonymous)_send_(\w+)", re.ASCII)
_FROM_OA = re.compile(r"oa_send_(anonymous_)?\w+", re.ASCII)
_ID = re.compile(r"[\w-]{1,50}", re.ASCII)
LONGEST_ID = 100


class StrangerError(Exception):
    """The event is of another application or another Official Account."""


def read_event(event: Event, app_id: str, oa_id: str, silence: timedelta) -> Told | None:
    """What to write down; None if there is nothing. Raises StrangerError."""
    if _text(event.get("app_id")) != app_id:
        raise StrangerError("app_id")
    name = _text(event.get("event_name"))
    if match := _FROM_USER.fullmatch(name):
        _ours(_part(event, "recipient"), oa_id)
        return _sent(event, oa_id, anonymous=match[1] == ANONYMOUS, what=match[2])
    if _FROM_OA.fullmatch(name):
        _ours(_part(event, "sender"), oa_id)
        return _echo(event, oa_id, silence)
    if name == "user_submit_info":
        _ours(_part(event, "recipient"), oa_id)
        return _opened(event, oa_id, IncomingKind.ATTACHMENT)  # nobody asked for it: seen, not stored
    if name in OPENING | {"unfollow"}:
        _ours(event.get("oa_id"), oa_id)
        return _opened(event, oa_id, IncomingKind.START) if name in OPENING else _left(event, oa_id)
    if name == "user_withdraw":
        _ours(event.get("oa_id", oa_id), oa_id)
        key = _user(event)
        return Withdrew(_event_id(event, oa_id, key), key) if key else None
    return None


def _sent(event: Event, oa_id: str, *, anonymous: bool, what: str) -> Incoming | None:
    key = _anonymous_key(event, "sender") if anonymous else _id(_part(event, "sender"))
    if not key or what not in WORDS | THINGS:
        return None
    text = _text(_part_of(event, "message").get("text"))
    kind = IncomingKind.TEXT if what == "text" or (what == "link" and text.strip()) else IncomingKind.ATTACHMENT
    return Incoming(CHANNEL, _message_id(event, oa_id, key), key, kind, text)


def _opened(event: Event, oa_id: str, kind: IncomingKind) -> Incoming | None:
    key = _user(event)
    return Incoming(CHANNEL, _message_id(event, oa_id, key), key, kind) if key else None


def _left(event: Event, oa_id: str) -> Left | None:
    key = _user(event)
    return Left(_event_id(event, oa_id, key), key) if key else None


def _echo(event: Event, oa_id: str, silence: timedelta) -> TookOver | None:
    """What our own account sent. Only a person in OA Manager has an ``admin_id``; where it stands is not documented."""
    places = (event, _part_of(event, "sender"), _part_of(event, "message"))
    by_a_person = any(_text(place.get("admin_id")) for place in places)
    anonymous = _text(event.get("event_name")).startswith("oa_send_anonymous_")
    key = _anonymous_key(event, "recipient") if anonymous else _id(_part(event, "recipient"))
    if not (by_a_person and key and silence):
        return None
    return TookOver(_event_id(event, oa_id, key), key, silence)


def _ours(given: Any, oa_id: str) -> None:
    if _text(given) != oa_id:
        raise StrangerError("oa_id")


def _user(event: Event) -> str:
    """Whose event it is; each kind names that person elsewhere."""
    places = (_part(event, "follower"), event.get("user_id"), _part(event, "sender"))
    return next((key for key in map(_id, places) if key), "")


def _anonymous_key(event: Event, side: str) -> str:
    """A person without an account is answered within one conversation only, so both numbers are the key."""
    person, chat = _id(_part(event, side)), _id(_part_of(event, "message").get("conversation_id"))
    return f"{ANONYMOUS}.{person}.{chat}" if person and chat else ""


def _message_id(event: Event, oa_id: str, key: str) -> str:
    """Zalo's own id of the message, else one that a repetition has too."""
    given = _text(_part_of(event, "message").get("msg_id"))
    if given and given.isprintable() and len(given) <= LONGEST_ID:
        return f"{oa_id}.{given}"
    return f"{oa_id}.{_event_id(event, oa_id, key)}"


def _event_id(event: Event, oa_id: str, key: str) -> str:
    message = _text(_part_of(event, "message").get("msg_id"))
    parts = (oa_id, _text(event.get("event_name")), key, _text(event.get("timestamp")), message)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _part_of(event: Event, name: str) -> Event:
    part = event.get(name)
    return part if isinstance(part, dict) else {}


def _part(event: Event, name: str) -> Any:
    return _part_of(event, name).get("id")


def _id(value: Any) -> str:
    text = _text(value)
    return text if _ID.fullmatch(text) else ""


def _text(value: Any) -> str:
    """Ids are texts; some senders write them as numbers."""
    if isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
