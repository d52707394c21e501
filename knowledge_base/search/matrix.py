"""Texts as rows of weighted pieces, and how like a question is to each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from knowledge_base.search.pieces import ACCENTED, SHARES, Numbers, Pieces, Weights
from knowledge_base.search.words import bare

MOST_POSTINGS = 150_000  # pieces looked at in a question, rarest first; bounds the time in a very large knowledge base
_MARKED = 0.6  # share of words with diacritics in ordinary writing


class Texts:
    """TF-IDF over some texts: rare pieces count more, and each way of looking at a text counts its share."""

    def __init__(self, texts: Sequence[str], pieces: Pieces, *, letters: bool = True) -> None:
        learned = [pieces.learn(text, letters=letters) for text in texts]
        self._letters = letters
        self._pieces = pieces
        self._views = pieces.views()
        lengths = np.array([len(numbers) for numbers, _ in learned], dtype=np.int64)
        numbers = np.concatenate([numbers for numbers, _ in learned])
        weights = np.concatenate([weights for _, weights in learned])
        self._frequency = np.bincount(numbers, minlength=len(self._views))
        self._rarity = np.log((1 + len(texts)) / (1 + self._frequency)) + 1
        rows = np.repeat(np.arange(len(texts)), lengths)
        weights = self._balanced(rows, numbers, weights, len(texts))
        size = (len(texts), len(self._views))
        self.rows: sparse.csr_matrix = sparse.csr_matrix((weights, (rows, numbers)), shape=size)
        self._by_piece: sparse.csr_matrix = self.rows.T.tocsr()

    def compare(self, words: Sequence[str]) -> Weights:
        """Likeness of a question with every text, 0 to 1."""
        numbers, weights = self._pieces.read(words, letters=self._letters)
        known = numbers < len(self._views)  # pieces learned for a later index mean nothing to this one
        numbers, weights = numbers[known], weights[known]
        weights = self._balanced(np.zeros(len(numbers), dtype=np.int64), numbers, weights, 1)
        weights = weights * _trust(words)[self._views[numbers]]
        numbers, weights = self._affordable(numbers, weights)
        shape = (1, len(self._views))
        question = sparse.csr_matrix((weights, (np.zeros(len(numbers), dtype=np.int64), numbers)), shape=shape)
        likeness: Weights = (question @ self._by_piece).toarray()[0]
        return likeness

    def _balanced(self, rows: Numbers, numbers: Numbers, weights: Weights, many: int) -> Weights:
        """Weights times rarity, brought to length one for each row and way of looking, times the way's share."""
        weights = weights * self._rarity[numbers]
        group = rows * len(SHARES) + self._views[numbers]
        norms = np.sqrt(np.bincount(group, weights**2, minlength=many * len(SHARES)))
        balanced: Weights = weights / np.maximum(norms[group], 1e-9) * np.sqrt(SHARES[self._views[numbers]])
        return balanced

    def _affordable(self, numbers: Numbers, weights: Weights) -> tuple[Numbers, Weights]:
        order = np.argsort(self._frequency[numbers], kind="stable")
        spent = np.cumsum(self._frequency[numbers[order]])
        kept = order[spent <= MOST_POSTINGS]
        return numbers[kept], weights[kept]


def _trust(words: Sequence[str]) -> Weights:
    """How far each way of looking can be trusted: diacritics tell nothing where few or none were typed."""
    marked = sum(word != bare(word) for word in words) / max(len(words), 1)
    trust = np.ones(len(SHARES))
    trust[ACCENTED] = min(1.0, marked / _MARKED)
    weighed: Weights = trust / (trust @ SHARES)
    return weighed
