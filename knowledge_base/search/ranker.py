"""How near a question is to each procedure: its nearest phrase, and what was learned from phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge_base.search.added import Added
from knowledge_base.search.base import Base
from knowledge_base.search.layers import Layers
from knowledge_base.search.matrix import Asked
from knowledge_base.search.pieces import Weights


class Ranker:
    """Puts together what the core and the texts added to it say, in the order of the procedures known today."""

    def __init__(self, base: Base, layers: Layers, texts: Mapping[str, Sequence[str]]) -> None:
        """``texts``: those of each procedure that is not as it was when the base was built."""
        self._core = base.core
        self._many = len(layers.codes)
        elsewhere = self._many + 1  # one place is between, of procedures that are no more
        self._places = np.append(layers.places(base.core.codes), elsewhere)
        added = {code: [text for text in group if text not in self._taught(code)] for code, group in texts.items()}
        fresh = Added(added, base.core, base.pieces)
        self._added = [(base.added, layers.unchanged(base.added.codes)), (fresh, layers.places(fresh.codes))]
        self._gone = np.array([row for code, group in texts.items() for row in self._dropped(code, group)], np.int64)

    def compare(self, asked: Asked) -> tuple[Weights, Weights]:
        """Likeness with the nearest phrase, and as learned, of each procedure and, last, of anything elsewhere."""
        nearest, learned = np.zeros(self._many + 2), np.zeros(self._many + 2)
        likeness = self._core.likeness(asked, self._gone)
        nearest[self._places], learned[self._places] = self._core.compare(likeness)
        for added, places in self._added:
            near, also = added.compare(asked, likeness)
            nearest[places] = np.maximum(nearest[places], near)
            learned[places] += also
        return np.delete(nearest, self._many), np.delete(learned, self._many)

    def _taught(self, code: str) -> Mapping[str, int]:
        return self._core.rows.get(code, {})

    def _dropped(self, code: str, texts: Sequence[str]) -> list[int]:
        return [row for text, row in self._taught(code).items() if text not in texts]
