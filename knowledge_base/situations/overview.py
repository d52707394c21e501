"""How many ways lead through a situation, and how long they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge_base.situations.check import MOST_PATHS
from knowledge_base.situations.schema import Situation
from knowledge_base.situations.walk import paths


@dataclass(frozen=True)
class Overview:
    """Every way through, as the answers given; at most ``MOST_PATHS``."""

    questions: int
    paths: Sequence[Mapping[str, str]]

    @property
    def longest(self) -> int:
        """Most questions one citizen is asked."""
        return max(map(len, self.paths), default=0)

    @property
    def shortest(self) -> int:
        """Fewest questions one citizen is asked."""
        return min(map(len, self.paths), default=0)


def overview(situation: Situation) -> Overview:
    """All its ways."""
    return Overview(len(situation.questions), list(islice(paths(situation), MOST_PATHS)))
