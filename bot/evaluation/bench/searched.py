"""What the search costs, told for one size of the knowledge base after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.evaluation.bench.searching import SIZES, Figures, figures
from bot.evaluation.report import aligned
from bot.texts import Texts


def searched(texts: Texts, sizes: Sequence[int] = SIZES, measure: Callable[[int], Figures] = figures) -> Iterator[str]:
    """A small table a size, as soon as it is measured."""
    for count in sizes:
        told = measure(count)
        yield texts.say("bench.search.title", count=count)
        yield aligned([[texts.say(f"bench.search.{name}"), f"{value:.4g}"] for name, value in told.items()]) + "\n"
