"""The procedures known today, some as they were when the base was built, some newer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from knowledge_base.search.matrix import Rows
from knowledge_base.search.pieces import Weights


class Layers:
    """Where each procedure stands among all of today, and which of two batches tells about it."""

    def __init__(self, codes: Iterable[str], old: Sequence[str], new: Sequence[str], changed: Collection[str]) -> None:
        self.codes = list(codes)
        self._changed = changed
        self._places = {code: place for place, code in enumerate(self.codes)}
        self._old, self._new = self.unchanged(old), self.places(new)
        self._rows = np.zeros(len(self.codes) + 1, dtype=np.int64)
        self._rows[self._old], self._rows[self._new] = np.arange(len(old)), np.arange(len(new))
        self._is_new = np.zeros(len(self.codes) + 1, dtype=np.bool_)
        self._is_new[self._new] = True

    def places(self, codes: Iterable[str]) -> Rows:
        """Places of procedures; those no longer known share one past the last."""
        return np.array([self._places.get(code, len(self.codes)) for code in codes], dtype=np.int64)

    def unchanged(self, codes: Iterable[str]) -> Rows:
        """The same, where what is newer counts as no longer known."""
        return self.places("" if code in self._changed else code for code in codes)

    def merged(self, old: Weights, new: Weights) -> Weights:
        """One value a procedure, from whichever batch tells about it."""
        merged = np.zeros(len(self.codes) + 1)
        merged[self._old], merged[self._new] = old, new
        return merged[:-1]

    def row(self, place: int) -> tuple[bool, int]:
        """Whether the newer batch tells about a procedure, and in which row."""
        return bool(self._is_new[place]), int(self._rows[place])


def newer[Document](old: Mapping[str, Document], today: Mapping[str, Document]) -> dict[str, Document]:
    """What was not there before; documents never change, so the same one means no change."""
    return {code: document for code, document in today.items() if old.get(code) is not document}
