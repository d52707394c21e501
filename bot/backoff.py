"""Longer and longer pauses after failures, spread by chance so that many do not come back in one moment."""

from __future__ import annotations

import random
from collections.abc import Callable

SPREAD = 0.2  # at most so much of a pause is added to it

type Chance = Callable[[], float]
"""A number from 0 up to 1."""


def pause_after(failures: int, first: float, longest: float, chance: Chance = random.random) -> float:
    """Seconds to wait after so many failures in a row (from 1): doubled each time, up to the longest."""
    doubled = first * 2.0 ** min(max(failures - 1, 0), 30)
    return min(doubled, longest) * (1 + SPREAD * chance())
