"""A rate limit: counts per subject, forgets with time, keeps a bounded memory."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.guard import rates
from bot.guard.rates import Rate


class Seconds:
    """A monotonic clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_too_many_is_refused_until_the_first_is_old() -> None:
    clock = Seconds()
    rate = Rate(2, 60.0, clock)
    rate.check("an")
    clock.now = 20
    rate.check("an")
    rate.check("binh")
    with pytest.raises(web.HTTPTooManyRequests) as refused:
        rate.check("an")
    assert refused.value.headers["Retry-After"] == "40"
    clock.now = 60
    rate.check("an")
    with pytest.raises(web.HTTPTooManyRequests):
        rate.check("an")


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_SUBJECTS", 2)
    rate = Rate(1, 60.0, Seconds())
    for subject in ("an", "binh", "cuc"):
        rate.check(subject)
    rate.check("an")  # forgotten: the oldest of three
    with pytest.raises(web.HTTPTooManyRequests):
        rate.check("cuc")
