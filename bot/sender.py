"""Pushes the outbox: several conversations side by side, one citizen's messages in order, nothing given up silently."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.backoff import Chance, pause_after
from bot.channels.base import Channel, Refused, RetryLater, SendResult, Sent, Unreachable
from bot.mailroom import Mailroom, wait_for_ring
from bot.messages import Message
from knowledge_base.mailbox.delivery import Parcel, collect, delivered, given_up, postponed
from knowledge_base.mailbox.outbox import is_due

FIRST_PAUSE = 10.0
LONGEST_PAUSE = 600.0
GIVE_UP_AFTER = timedelta(hours=24)
SEND_WITHIN = 20.0  # seconds; shorter than the lease, so that nobody sends beside us
LAST_SENDS = 5.0  # seconds granted to what is being sent when we are told to stop
BREATH = 1.0  # seconds to wait after the database refused, before asking again

log = structlog.get_logger()

type Pause = Callable[[float], Awaitable[None]]


class Sender:
    """One per bot process. ``chance`` and ``pause`` are given by tests."""

    def __init__(
        self,
        mailroom: Mailroom,
        channels: Mapping[str, Channel],
        side_by_side: int = 20,
        *,
        chance: Chance = random.random,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._mailroom = mailroom
        self._channels = channels
        self._side_by_side = side_by_side
        self._chance = chance
        self._pause = pause
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Push until cancelled; what is being sent then may still finish."""
        try:
            while True:
                listening = self._mailroom.outgoing.listen()
                if not await self._round():
                    await wait_for_ring(listening)
        finally:
            await self._finish()

    async def _round(self) -> bool:
        """Start sending what is due; whether to look again at once."""
        free = self._side_by_side - len(self._under_way)
        if free <= 0 or not self._channels:
            return False
        try:
            parcels = await asyncio.to_thread(self._collect, free)
        except Exception:
            log.exception("outbox_unreadable")
            await self._pause(BREATH)
            return True
        # Only after a long trouble with the database is one collected that is still under way here.
        fresh = [parcel for parcel in parcels if parcel.outbox_id not in self._under_way]
        for parcel in fresh:
            self._under_way[parcel.outbox_id] = asyncio.create_task(self._deliver(parcel))
        return bool(fresh)

    def _collect(self, limit: int) -> list[Parcel]:
        now, database = self._mailroom.clock(), self._mailroom.database
        with database.reading() as session:
            if not is_due(session, self._channels, now):
                return []
        parcels: list[Parcel] = []
        with database.transaction() as session:
            for channel in self._channels:
                parcels += collect(session, channel, now, limit - len(parcels))
        return parcels

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            result = await self._send(parcel)
            while not await self._settled(parcel, result):
                await self._pause(BREATH)
        finally:
            del self._under_way[parcel.outbox_id]
            self._mailroom.outgoing.ring()  # the citizen's next message may go

    async def _send(self, parcel: Parcel) -> SendResult:
        try:
            message = Message.model_validate(parcel.body)
        except ValueError as error:
            return Refused(f"unreadable: {type(error).__name__}")
        try:
            async with asyncio.timeout(SEND_WITHIN):
                return await self._channels[parcel.channel].send(parcel.key, parcel.outbox_id, message)
        except TimeoutError:
            return RetryLater("timeout")
        except Exception as error:
            log.exception("send_crashed", outbox=parcel.outbox_id, channel=parcel.channel)
            return RetryLater(type(error).__name__)

    async def _settled(self, parcel: Parcel, result: SendResult) -> bool:
        """Write the outcome down; False if the database refused, so that a message once sent is not sent again."""
        try:
            await asyncio.to_thread(self._settle, parcel, result)
        except Exception:
            log.exception("outcome_unwritten", outbox=parcel.outbox_id)
            return False
        return True

    def _settle(self, parcel: Parcel, result: SendResult) -> None:
        now = self._mailroom.clock()
        at = self._next_try(parcel, result, now) if isinstance(result, RetryLater) else None
        with self._mailroom.database.transaction() as session:
            match result:
                case Sent():
                    delivered(session, parcel.outbox_id, now)
                case RetryLater(reason) if at is not None:
                    postponed(session, parcel.outbox_id, reason, at)
                case RetryLater(reason) | Refused(reason):
                    given_up(session, parcel.outbox_id, reason, now)
                case Unreachable(reason):
                    given_up(session, parcel.outbox_id, reason, now, unreachable=True)
        self._report(parcel, result, at)

    def _next_try(self, parcel: Parcel, result: RetryLater, now: datetime) -> datetime | None:
        """When to try again; None once it has been tried for long enough."""
        deadline = parcel.waiting_since + GIVE_UP_AFTER
        if now >= deadline:
            return None
        if result.after is not None:
            return now + timedelta(seconds=result.after + self._chance())
        pause = pause_after(parcel.attempts, FIRST_PAUSE, LONGEST_PAUSE, self._chance)
        return min(now + timedelta(seconds=pause), deadline)

    def _report(self, parcel: Parcel, result: SendResult, at: datetime | None) -> None:
        about = {"outbox": parcel.outbox_id, "channel": parcel.channel, "attempts": parcel.attempts}
        match result:
            case RetryLater(reason) if at is not None:
                log.warning("send_postponed", reason=reason, until=at.isoformat(), **about)
            case RetryLater(reason) | Refused(reason):
                log.error("message_given_up", reason=reason, **about)
            case Unreachable(reason):
                log.warning("citizen_unreachable", reason=reason, **about)

    async def _finish(self) -> None:
        tasks = list(self._under_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LAST_SENDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
