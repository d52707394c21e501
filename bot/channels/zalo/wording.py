"""A message as Zalo can carry it: plain parts, numbered options in the text, a few of them as buttons too."""

from __future__ import annotations

import unicodedata
from typing import Any

from bot.messages import Message, Option
from bot.render import PLAIN_LIMIT, to_plain

MAX_BUTTONS = 5
TITLE_LIMIT = 100
PAYLOAD_LIMIT = 1000

type Buttons = list[dict[str, str]]


def parts(message: Message) -> list[str]:
    """Texts of at most 2,000 characters each, counted as UTF-16 does: so no way of counting finds more."""
    tidy = Message.model_validate(_tidied(message.model_dump(mode="json")))
    told = to_plain(tidy)
    if any(utf16(part) > PLAIN_LIMIT for part in told):
        told = to_plain(tidy, PLAIN_LIMIT // 2)
    return [part for part in told if part.strip()]


def buttons(options: list[Option]) -> Buttons:
    """The first options. A press arrives as the option's own words, typed by the citizen."""
    labels = [unicodedata.normalize("NFC", option.label).strip() for option in options]
    return [
        {"title": _shortened(label), "type": "oa.query.show", "payload": label[:PAYLOAD_LIMIT]}
        for label in labels[:MAX_BUTTONS]
        if label
    ]


def utf16(text: str) -> int:
    """Length in UTF-16 units: an emoji counts two."""
    return len(text.encode("utf-16-le")) // 2


def _shortened(label: str) -> str:
    if utf16(label) <= TITLE_LIMIT:
        return label
    head = label.encode("utf-16-le")[: 2 * (TITLE_LIMIT - 1)].decode("utf-16-le", "ignore")
    return f"{head.rstrip()}…"


def _tidied(value: Any) -> Any:
    """Composed, and without what cannot be sent as JSON."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value.replace("\x00", "").encode("utf-8", "replace").decode())
        case list():
            return [_tidied(item) for item in value]
        case dict():
            return {name: _tidied(item) for name, item in value.items()}
    return value
