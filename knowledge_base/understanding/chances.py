"""How likely each procedure found is meant, and how likely none of ours: search and language model together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from knowledge_base.search.index import Hit
from knowledge_base.search.weights import load_weights

_EXTREME = 4.0  # log-odds beyond which the language model is not believed any more


@dataclass(frozen=True)
class Chances:
    """``elsewhere``: that it is no business of ours. ``among``: of each hit, given that it is one of them."""

    elsewhere: float
    among: tuple[float, ...]

    @property
    def best(self) -> float:
        """That the first hit is meant, all things considered."""
        return (1.0 - self.elsewhere) * self.among[0]


def heard(hits: Sequence[Hit], outside: float, signposts: Collection[str]) -> list[Hit]:
    """The hits, best first, once the language model was heard: finding a question not ours speaks for a signpost."""
    opinion = load_weights().elsewhere.model * log_odds(outside)
    told = [replace(hit, odds=hit.odds + opinion) if hit.code in signposts else hit for hit in hits]
    return sorted(told, key=lambda hit: -hit.odds)


def chances(hits: Sequence[Hit], outside: float) -> Chances:
    """``outside``: how likely the language model finds the question out of scope. At least one hit."""
    against = hits[0].elsewhere + load_weights().elsewhere.model * log_odds(outside)
    weights = [exp(hit.odds - hits[0].odds) for hit in hits]
    found = sum(weights)
    beyond = exp(min(against - hits[0].odds, 50.0))
    return Chances(beyond / (beyond + found), tuple(weight / found for weight in weights))


def log_odds(chance: float) -> float:
    """Of a chance, within what a model is believed."""
    chance = min(max(chance, 1e-6), 1.0 - 1e-6)
    return max(-_EXTREME, min(_EXTREME, log(chance / (1.0 - chance))))
