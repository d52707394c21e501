"""The bot's door to the mailbox: writes down what arrives, wakes whoever waits for it."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from knowledge_base.clock import Clock, now
from knowledge_base.conversations.service import note_reachable
from knowledge_base.database import Database
from knowledge_base.mailbox.inbox import Incoming, Receipt, receive

POLL_SECONDS = 0.5  # other processes write to the same database and cannot ring our bells


class Bell:
    """Wakes everyone who listens. Listen first, then look, then wait: no ring is missed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """An event that the next ring sets."""
        return self._next

    def ring(self) -> None:
        """Wake all who listen now."""
        self._next.set()
        self._next = asyncio.Event()


async def wait_for_ring(listening: asyncio.Event, seconds: float = POLL_SECONDS) -> None:
    """Return at the ring, or when the time is over."""
    try:
        await asyncio.wait_for(listening.wait(), seconds)
    except TimeoutError:
        return


class Mailroom:
    """Shared by channels, worker, desk and web chat of one process."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self.database = database
        self.clock = clock
        self.arrived = Bell()  # something came in
        self.outgoing = Bell()  # something waits to be pushed
        self._conversations: WeakValueDictionary[str, Bell] = WeakValueDictionary()

    async def receive(self, incoming: Incoming) -> Receipt:
        """Write a message down (committed on return) and wake the worker."""
        receipt = await asyncio.to_thread(self._receive, incoming)
        self.arrived.ring()
        return receipt

    async def note_reachable(self, channel: str, conversation_key: str, reachable: bool) -> None:
        """Write down that a citizen blocked us, or can be reached again."""
        await asyncio.to_thread(self._note_reachable, channel, conversation_key, reachable)

    def _note_reachable(self, channel: str, key: str, reachable: bool) -> None:
        with self.database.transaction() as session:
            note_reachable(session, channel, key, reachable)

    def _receive(self, incoming: Incoming) -> Receipt:
        with self.database.transaction() as session:
            return receive(session, incoming, self.clock())

    def bell(self, conversation_id: str) -> Bell:
        """Rings when something was posted to this citizen; keep a reference while you listen."""
        bell = self._conversations.get(conversation_id)
        if bell is None:
            bell = self._conversations[conversation_id] = Bell()
        return bell

    def posted(self, conversation_id: str) -> None:
        """Tell that messages to this citizen were committed; call it on the event loop, after the commit."""
        self.outgoing.ring()
        self.ring(conversation_id)

    def ring(self, conversation_id: str) -> None:
        """Wake whoever listens to this conversation."""
        if bell := self._conversations.get(conversation_id):
            bell.ring()

    def ring_all(self) -> None:
        """Wake whoever listens to any conversation: the process is about to stop."""
        for bell in list(self._conversations.values()):
            bell.ring()
