"""A case named in a question ("nước ngoài", "bị mất") that a procedure never names speaks against it a little.

It is what tells the common procedure from its special cases, which share all other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from knowledge_base.search.pieces import Pieces, Weights


class Cases:
    """Which concepts stand among the names and phrases of each procedure."""

    def __init__(self, named: Sequence[Iterable[str]], pieces: Pieces) -> None:
        self._many = len(named)
        self._absent: dict[str, npt.NDArray[np.bool_]] = {}
        for place, texts in enumerate(named):
            for concept in {concept for text in texts for concept in pieces.concepts(text)}:
                self._absent.setdefault(concept, np.ones(self._many, dtype=np.bool_))[place] = False

    def knows(self, concept: str) -> bool:
        """Whether any of the procedures names a concept; what none names counts for nothing."""
        return concept in self._absent

    def missed(self, concepts: Iterable[str]) -> Weights:
        """How many of some concepts each procedure never names."""
        missed = np.zeros(self._many)
        for concept in concepts:
            missed += self._absent.get(concept, 1.0)
        return missed
