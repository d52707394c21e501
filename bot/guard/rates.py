"""Limits how often one address may do something; counted in this process's memory."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from aiohttp import web

MOST_SUBJECTS = 50_000


class Rate:
    """At most ``limit`` times within ``seconds``, for each subject."""

    def __init__(self, limit: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, subject: str) -> None:
        """Count one; raise 429 if it is one too many."""
        now = self._clock()
        times = self._seen.setdefault(subject, deque())
        self._seen.move_to_end(subject)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._limit:
            wait = max(1, round(times[0] + self._seconds - now))
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(wait)})
        times.append(now)
        if len(self._seen) > MOST_SUBJECTS:
            self._seen.popitem(last=False)
