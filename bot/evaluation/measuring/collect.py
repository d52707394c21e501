"""Sends every set in every style, and some questions one at a time for honest latencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from bot.evaluation.command import ask_all
from bot.evaluation.measuring.figures import PLAIN, Line, lines_of
from bot.evaluation.report import Result, percentile
from bot.evaluation.sets import Part
from bot.evaluation.variation.command import varied

ALONE = 100
"""Questions sent one at a time."""

MEASURED = (
    *("bare", "partly_bare", "teencode", "teencode_bare", "typing", "joined"),
    *("nfd", "old_tones", "capitals", "telex", "vni", "spoken"),
)
"""Styles of a full measurement; ``typing`` is doubled, dropped or swapped letters."""


@dataclass
class Collected:
    """All results, by set and style."""

    results: dict[tuple[str, str], list[Result]] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        """A line a set, style and group."""
        return [line for (part, style), results in self.results.items() for line in lines_of(part, style, results)]


async def collect(
    parts: Sequence[Part], url: str, styles: Sequence[str], at_once: int, progress: Callable[[str], None]
) -> Collected:
    """As written first, then every style. Raises BotDownError."""
    collected = Collected()
    for style in (PLAIN, *styles):
        for part in parts:
            progress(f"{part.name} · {style}")
            dialogues = part.dialogues if style == PLAIN else varied(part.dialogues, style)
            collected.results[part.name, style] = await ask_all(dialogues, url, at_once)
    return collected


async def latency(parts: Sequence[Part], url: str) -> dict[str, float]:
    """Milliseconds of single questions, each from sending to its answer, one after the other."""
    single = [dialogue for part in parts for dialogue in part.dialogues if len(dialogue) == 1]
    chosen = Random(1).sample(single, k=min(ALONE, len(single)))  # noqa: S311 the same questions each time
    times = [result.ms for result in await ask_all(chosen, url)]
    return {"count": len(times), "p50": percentile(times, 50), "p99": percentile(times, 99), "longest": max(times)}


def thinned(parts: Sequence[Part], every: int) -> list[Part]:
    """Every n-th dialogue of each set, for trying."""
    return [replace(part, dialogues=part.dialogues[::every]) for part in parts]
