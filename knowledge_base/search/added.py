"""Texts taught after the core was learned: new procedures, those without phrases, names an editor has just added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import linalg, sparse

from knowledge_base.search.core import CALM, Core
from knowledge_base.search.matrix import Asked, Rows, Texts
from knowledge_base.search.pieces import Pieces, Weights

_NEIGHBOURS = 64  # texts of others against which a procedure's own are told apart
_FEW = 400  # texts; a piece that stands in more does not tell neighbours


class Added:
    """One group of texts a procedure.

    Each group is learned by itself, on top of what the core expects of it: the same regression, over its own texts
    and those of others that are most like them. That takes milliseconds a procedure and leaves the core as it is.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]], core: Core, pieces: Pieces) -> None:
        self.codes = [code for code, texts in groups.items() if texts]
        sizes = [len(groups[code]) for code in self.codes]
        counted = [pieces.learn(text) for code in self.codes for text in groups[code]]
        self._texts = Texts(counted, pieces, core.scale)
        self._first = np.cumsum([0, *sizes])
        self._learned = self._learn(core)

    def compare(self, asked: Asked, in_core: Weights) -> tuple[Weights, Weights]:
        """Likeness with the nearest text, and as learned, of each group."""
        if not self.codes:
            return np.empty(0), np.empty(0)
        likeness = self._texts.compare(asked)
        learned: Weights = self._learned @ np.concatenate([in_core, likeness])
        return np.maximum.reduceat(likeness, self._first[:-1]), learned

    def _learn(self, core: Core) -> sparse.csr_matrix:
        """How much a question's likeness with each text, of the core and then of ours, counts for each group."""
        rows = sparse.vstack([core.texts.widened(self._texts.rows.shape[1]), self._texts.rows], format="csr")
        by_piece = _telling(rows)
        learned = [self._one(group, core, rows, by_piece) for group in range(len(self.codes))]
        starts = np.cumsum([0, *(len(texts) for texts, _ in learned)])
        texts = np.concatenate([np.empty(0, dtype=np.int64), *(texts for texts, _ in learned)])
        weights = np.concatenate([np.empty(0), *(weights for _, weights in learned)])
        return sparse.csr_matrix((weights, texts, starts), shape=(len(self.codes), rows.shape[0]))

    def _one(
        self, group: int, core: Core, rows: sparse.csr_matrix, by_piece: sparse.csr_matrix
    ) -> tuple[Rows, Weights]:
        own = core.texts.many + np.arange(self._first[group], self._first[group + 1])
        nearness = (rows[own] @ by_piece).toarray().max(axis=0)
        nearness[own] = np.inf  # first of all
        others = np.argpartition(-nearness, min(len(own) + _NEIGHBOURS, len(nearness) - 1))
        texts = np.concatenate([own, np.setdiff1d(others[: len(own) + _NEIGHBOURS], own)])
        near = rows[texts]
        alike = (near @ near.T).toarray() + CALM * np.eye(len(texts))
        missing = np.zeros(len(texts))
        missing[: len(own)] = 1.0 - core.expected(rows[own], self.codes[group])
        return texts, linalg.solve(alike, missing, assume_a="pos", check_finite=False)


def _telling(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """The texts that hold each piece, none for a piece that stands in very many."""
    by_piece = rows.T.tocsr()
    often = np.diff(by_piece.indptr)
    by_piece.data[np.repeat(often > _FEW, often)] = 0.0
    by_piece.eliminate_zeros()
    return by_piece
