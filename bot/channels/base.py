"""The interface every channel stands behind, wide enough for Zalo, Telegram, the web and the console.

A channel turns what it receives into ``Incoming`` rows (through ``Mailbox.receive``) and sends ``Message``s.
Meaning of a failed send is in the type of the result, so that retry policy is written on types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.messages import Message


@dataclass(frozen=True)
class Capabilities:
    """What a channel can show. Numbered options stand in the text wherever ``buttons`` is 0 or may not be seen."""

    max_text: int  # characters of one message
    buttons: int  # at most so many; 0 = none
    pulled: bool  # the citizen's side fetches messages itself (the web page): nothing is pushed
    max_document: int = 0  # bytes of a document sent as such; a larger one is a link, 0 = all are


@dataclass(frozen=True)
class Sent:
    """The channel took the message."""


@dataclass(frozen=True)
class RetryLater:
    """Not now: flood control, a time-out, a server error. ``after``: seconds the channel asked for."""

    reason: str
    after: float | None = None


@dataclass(frozen=True)
class Unreachable:
    """This citizen can no longer be reached: blocked, left, window closed."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The channel will never take this message."""

    reason: str


type SendResult = Sent | RetryLater | Unreachable | Refused


class Channel(Protocol):
    """One way to talk with citizens."""

    name: str
    capabilities: Capabilities

    async def start(self) -> None:
        """Begin receiving."""

    async def stop(self) -> None:
        """Stop receiving; what was received is already written down."""

    async def send(self, conversation_key: str, outbox_id: int, message: Message) -> SendResult:
        """Push one message. Option n carries the choice id ``f"{outbox_id}.{n}"`` (``IncomingKind.CHOICE``)."""
