"""What is learned from all everyday phrases together: kernel ridge regression, its targets giving way (0014)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import lapack

from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.matrix import Asked, Rows, Scale, Texts
from knowledge_base.search.pieces import Pieces, Weights
from knowledge_base.search.stored import Stored

CALM = 1.0  # ridge regression's penalty
ROUNDS = 15  # of letting targets give way; later ones change little
_ASKING = 2  # how often words that only ask are shown to belong to nothing
_BLOCK = 512  # rows compared at once while learning; bounds the memory

type _Matrix = npt.NDArray[np.float32]


class Core:
    """Every procedure with everyday phrases is a class; one more, the last, is business of other authorities.

    What is learned depends on the texts alone, so that it is kept on disk and found again by their hash.
    """

    def __init__(
        self, groups: Mapping[str, Sequence[str]], lexicon: Lexicon, pieces: Pieces, stored: Stored | None = None
    ) -> None:
        self.codes = list(groups)
        taught = [*groups.values(), lexicon.elsewhere or [""]]
        texts = [pieces.learn(text) for group in taught for text in group]
        self._many = len(texts)
        texts += [pieces.learn(text) for text in lexicon.asking * _ASKING]
        self.scale = Scale(texts, pieces)
        self.texts = Texts(texts, pieces, self.scale)
        self._sizes = [len(group) for group in taught]
        self._first = np.cumsum([0, *self._sizes])[:-1]
        self.rows = {
            code: {text: row for row, text in enumerate(group, start=first)}
            for (code, group), first in zip(groups.items(), self._first.tolist(), strict=False)  # not the last class
        }
        self._learned = self._recalled(stored)

    def likeness(self, asked: Asked, gone: Rows) -> Weights:
        """Likeness of a question with every text, some of which are no more."""
        likeness = self.texts.compare(asked)
        likeness[gone] = 0.0
        return likeness

    def compare(self, likeness: Weights) -> tuple[Weights, Weights]:
        """Likeness with the nearest phrase, and as learned, of each class."""
        nearest: Weights = np.maximum.reduceat(likeness[: self._many], self._first)
        learned = np.einsum("ij,j->i", self._learned, likeness.astype(np.float32))  # no threads to wake
        return nearest, learned.astype(np.float64)

    def expected(self, rows: sparse.csr_matrix, code: str) -> Weights | float:
        """What some other texts are, as learned, to one procedure."""
        if code not in self.rows:
            return 0.0
        alike = rows @ self.texts.widened(rows.shape[1]).T
        expected: Weights = np.asarray(alike @ self._learned[self.codes.index(code)], dtype=np.float64)
        return expected

    def _recalled(self, stored: Stored | None) -> _Matrix:
        if stored is None:
            return self._learn()
        rows = self.texts.rows
        content = (rows.data, rows.indices, rows.indptr, np.array([CALM, ROUNDS, *self._sizes]))
        key = sha256(b"".join(part.tobytes() for part in content)).hexdigest()
        return stored.get(key, self._learn, (len(self._sizes), self.texts.many))

    def _learn(self) -> _Matrix:
        many = self.texts.many
        packed = _packed(self.texts.rows)
        belongs = np.zeros((many + many % 2, len(self._sizes)), dtype=np.float32, order="F")
        belongs[np.arange(self._many), np.repeat(np.arange(len(self._sizes)), self._sizes)] = 1.0
        factor, _ = lapack.spftrf(len(belongs), packed, uplo="L", overwrite_a=True)
        targets = belongs.copy(order="F")
        for _ in range(ROUNDS):
            found = targets - CALM * _solved(factor, targets)
            # Who belongs may be found by more than 1, who does not by less than 0: neither is an error to even out.
            targets = np.where(belongs > 0, np.maximum(found, 1.0), np.minimum(found, 0.0))
        return np.ascontiguousarray(_solved(factor, targets)[:many].T)


def _solved(factor: _Matrix, targets: _Matrix) -> _Matrix:
    solved: _Matrix
    solved, _ = lapack.spftrs(len(targets), factor, np.asfortranarray(targets), uplo="L")
    return solved


def _packed(rows: sparse.csr_matrix) -> _Matrix:
    """Likeness of all texts with each other and the penalty, in single precision: with this penalty that is enough.

    Half of it, as LAPACK's "rectangular full packed" lower triangle: what it holds of the left half of the columns
    stands below what it holds of the right half, turned round. That wants an even number, so an empty text may follow.
    """
    many = rows.shape[0] + rows.shape[0] % 2
    half = many // 2
    rows = sparse.csr_matrix((rows.data, rows.indices, [*rows.indptr, rows.indptr[-1]][: many + 1]))
    left, right = rows[:half], rows[half:]
    packed = np.empty((many + 1, half), dtype=np.float32, order="F")
    for start in range(0, half, _BLOCK):
        packed[1:, start : start + _BLOCK] = (rows @ left[start : start + _BLOCK].T).toarray()
    for start in range(0, half, _BLOCK):
        for row, alike in enumerate((right[start : start + _BLOCK] @ right.T).toarray(), start=start):
            packed[row, row:] = alike[row:]
    packed[np.arange(half), np.arange(half)] += CALM
    packed[np.arange(half) + 1, np.arange(half)] += CALM
    return packed.ravel(order="F")
