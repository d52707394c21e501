"""Texts as rows of weighted pieces, and how like a question is to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from knowledge_base.search.pieces import ACCENTED, SHARES, Counted, Pieces, Weights
from knowledge_base.search.words import bare

MOST_POSTINGS = 150_000  # pieces looked at in a question, rarest first; bounds the time in a very large knowledge base
_MARKED = 0.6  # share of words with diacritics in ordinary writing

type Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """A question's pieces, weighed on one scale."""

    numbers: npt.NDArray[np.int32]
    weights: Weights


class Scale:
    """TF-IDF: rare pieces count more, and each way of looking at a text counts its share.

    Rarity is told from the texts the scale was made of, and stays: texts added later are weighed on the same scale.
    """

    def __init__(self, texts: Sequence[Counted], pieces: Pieces) -> None:
        frequency = np.bincount(joint(texts).numbers, minlength=pieces.many)
        self._rarity = np.log((1 + len(texts)) / (1 + frequency)) + 1
        self._unseen = float(np.log(1 + len(texts)) + 1)

    def question(self, words: Sequence[str], read: Counted) -> Asked:
        """A question weighed; its diacritics are trusted as far as they were typed."""
        weights = self.balanced(np.zeros(len(read.numbers), dtype=np.int64), read, 1)
        return Asked(read.numbers, weights * _trust(words)[read.views])

    def balanced(self, rows: Rows, counted: Counted, many: int) -> Weights:
        """Weights times rarity, brought to length one for each row and way of looking, times the way's share."""
        seen = counted.numbers < len(self._rarity)
        rarity = np.full(len(seen), self._unseen)
        rarity[seen] = self._rarity[counted.numbers[seen]]
        rare = counted.weights * rarity
        group = rows * len(SHARES) + counted.views
        norms = np.sqrt(np.bincount(group, rare**2, minlength=many * len(SHARES)))
        balanced: Weights = rare / np.maximum(norms[group], 1e-9) * np.sqrt(SHARES[counted.views])
        return balanced


class Texts:
    """Some texts weighed on a scale. Changes nothing once made."""

    def __init__(self, texts: Sequence[Counted], pieces: Pieces, scale: Scale) -> None:
        self.many = len(texts)
        lengths = np.array([len(text.numbers) for text in texts], dtype=np.int64)
        joined = joint(texts)
        weights = scale.balanced(np.repeat(np.arange(self.many), lengths), joined, self.many).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        self.rows: sparse.csr_matrix = sparse.csr_matrix(
            (weights, joined.numbers, starts), shape=(self.many, pieces.many)
        )
        self._by_piece: sparse.csr_matrix = self.rows.T.tocsr()
        self._frequency = np.diff(self._by_piece.indptr)

    def compare(self, asked: Asked) -> Weights:
        """Likeness of a question with every text, 0 to 1."""
        known = asked.numbers < len(self._frequency)  # pieces learned later mean nothing to these texts
        numbers, weights = asked.numbers[known], asked.weights[known]
        order = np.argsort(self._frequency[numbers], kind="stable")
        order = order[np.cumsum(self._frequency[numbers[order]]) <= MOST_POSTINGS]
        numbers, weights = numbers[order], weights[order]
        starts, ends = self._by_piece.indptr[numbers], self._by_piece.indptr[numbers + 1]
        held = [slice(*span) for span in zip(starts.tolist(), ends.tolist(), strict=True)] or [slice(0)]
        rows = np.concatenate([self._by_piece.indices[span] for span in held])
        values = np.concatenate([self._by_piece.data[span] for span in held])
        likeness: Weights = np.bincount(rows, values * np.repeat(weights, ends - starts), minlength=self.many)
        return likeness

    def widened(self, pieces: int) -> sparse.csr_matrix:
        """The rows, with room for pieces learned since."""
        parts = (self.rows.data, self.rows.indices, self.rows.indptr)
        return sparse.csr_matrix(parts, shape=(self.many, max(pieces, self.rows.shape[1])))

    def holding(self, number: int) -> int:
        """How many of the texts hold a piece."""
        return int(self._frequency[number]) if 0 <= number < len(self._frequency) else 0

    def holds(self, row: int, number: int) -> bool:
        """Whether a text has a piece."""
        numbers = self.rows.indices[self.rows.indptr[row] : self.rows.indptr[row + 1]]
        place = int(np.searchsorted(numbers, number))
        return place < len(numbers) and int(numbers[place]) == number


def joint(texts: Sequence[Counted]) -> Counted:
    """The pieces of all texts, one text after the other."""
    return Counted(
        np.concatenate([np.empty(0, dtype=np.int32), *(text.numbers for text in texts)]),
        np.concatenate([np.empty(0, dtype=np.uint8), *(text.views for text in texts)]),
        np.concatenate([np.empty(0, dtype=np.float32), *(text.weights for text in texts)]),
    )


def _trust(words: Sequence[str]) -> Weights:
    """How far each way of looking can be trusted: diacritics tell nothing where few or none were typed."""
    marked = sum(word != bare(word) for word in words) / max(len(words), 1)
    trust = np.ones(len(SHARES))
    trust[ACCENTED] = min(1.0, marked / _MARKED)
    weighed: Weights = trust / (trust @ SHARES)
    return weighed
