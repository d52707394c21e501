"""How near a question is to each procedure: its nearest phrase, and what was learned from all phrases together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import linalg

from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.matrix import Texts
from knowledge_base.search.pieces import Pieces, Weights

MOST_LEARNED = 6_000  # phrases from which learning would delay an edit; beyond it the nearest phrase decides alone
_CALM = 1.0  # ridge regression's penalty
_ASKING = 2  # how often words that only ask are shown to belong to nothing


class Ranker:
    """Kernel ridge regression over the phrases of all procedures; one more class is business of other authorities."""

    def __init__(self, named: Sequence[Sequence[str]], lexicon: Lexicon, pieces: Pieces) -> None:
        groups = [*named, lexicon.elsewhere or [""]]
        phrases = [text for group in groups for text in group]
        self._texts = Texts([*phrases, *lexicon.asking * _ASKING], pieces)
        self._first = np.cumsum([0, *(len(group) for group in groups)])[:-1]
        self._many = len(phrases)
        self._learned = self._learn([len(group) for group in groups]) if self._many <= MOST_LEARNED else None

    def compare(self, words: Sequence[str]) -> tuple[Weights, Weights]:
        """Likeness with the nearest phrase, and as learned, of each procedure and, last, of anything elsewhere."""
        likeness = self._texts.compare(words)
        nearest: Weights = np.maximum.reduceat(likeness[: self._many], self._first)
        if self._learned is None:
            return nearest, nearest
        near = np.flatnonzero(likeness)
        return nearest, np.einsum("i,ij->j", likeness[near], self._learned[near])  # no threads to wake

    def _learn(self, sizes: Sequence[int]) -> Weights:
        rows = self._texts.rows
        alike = (rows @ rows.T).toarray()
        alike[np.diag_indices_from(alike)] += _CALM
        belongs = np.zeros((len(alike), len(sizes)))
        belongs[np.arange(self._many), np.repeat(np.arange(len(sizes)), sizes)] = 1.0
        learned: Weights = linalg.solve(alike, belongs, assume_a="pos", overwrite_a=True)
        return np.ascontiguousarray(learned)
