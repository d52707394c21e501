"""Pauses double up to the longest, and never come out shorter than promised."""

from __future__ import annotations

import pytest

from bot.backoff import pause_after


@pytest.mark.parametrize(("failures", "seconds"), [(0, 10), (1, 10), (2, 20), (4, 80), (7, 600), (5000, 600)])
def test_each_failure_doubles_the_pause(failures: int, seconds: float) -> None:
    assert pause_after(failures, 10, 600, lambda: 0.0) == seconds


def test_chance_spreads_the_pauses() -> None:
    assert pause_after(1, 10, 600, lambda: 0.5) == pytest.approx(11)
    assert 10 <= pause_after(1, 10, 600) <= 12
