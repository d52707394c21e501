"""Cuts texts into pieces (words, pairs of words, letter groups), seen three ways, and numbers the pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge_base.search.concepts import Concepts
from knowledge_base.search.words import bare, plain

type Numbers = npt.NDArray[np.int64]
type Weights = npt.NDArray[np.float64]

FOLDED, LETTERS, ACCENTED = range(3)  # the ways to look: words bare of diacritics, their letters, words as typed
SHARES = np.array([0.45, 0.35, 0.20])  # how much each counts
_LETTER_GROUPS = (2, 3, 4)


class Pieces:
    """Hands out a number for every piece ever seen, and remembers what known texts consist of."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        self._numbers: dict[tuple[int, str], int] = {}
        self._views: list[int] = []
        self._words: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        self._counted: dict[tuple[str, bool], tuple[Numbers, Weights]] = {}

    def words(self, text: str) -> list[str]:
        """The plain words of a known text."""
        if text not in self._words:
            self._words[text] = plain(text).split()
        return self._words[text]

    def concepts(self, text: str) -> list[str]:
        """The concepts of a known text."""
        if text not in self._named:
            self._named[text] = self._concepts.of(self.words(text))
        return self._named[text]

    def learn(self, text: str, *, letters: bool = True) -> tuple[Numbers, Weights]:
        """Numbers and weights of a text's pieces; new pieces get a number. One thread at a time."""
        if (text, letters) not in self._counted:
            counts = Counter(self._cut(self.words(text), letters))
            for piece in counts:
                if piece not in self._numbers:
                    self._views.append(piece[0])
                    self._numbers[piece] = len(self._numbers)
            self._counted[text, letters] = _weighed({self._numbers[piece]: count for piece, count in counts.items()})
        return self._counted[text, letters]

    def read(self, words: Sequence[str], *, letters: bool = True) -> tuple[Numbers, Weights]:
        """The same for a question, of which only pieces that are known count."""
        counts = Counter(self._cut(words, letters))
        known = ((self._numbers.get(piece), count) for piece, count in counts.items())
        return _weighed({number: count for number, count in known if number is not None})

    def views(self) -> Numbers:
        """The way each piece was seen, by its number."""
        return np.array(self._views, dtype=np.int64)

    def _cut(self, words: Sequence[str], letters: bool) -> Iterator[tuple[int, str]]:
        folded = [bare(word) for word in words]
        concepts = [f"={concept}" for concept in self._concepts.of(words)]
        yield from ((FOLDED, piece) for piece in _with_pairs([*folded, *concepts]))
        if letters:
            yield from ((LETTERS, group) for word in folded for group in _letters(f" {word} "))
        yield from ((ACCENTED, piece) for piece in _with_pairs(words))


def _weighed(counts: dict[int, int]) -> tuple[Numbers, Weights]:
    numbers = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    often = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
    return numbers, 1.0 + np.log(often)  # said twice is not twice as much


def _with_pairs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (" ".join(pair) for pair in pairwise(words))


def _letters(word: str) -> Iterator[str]:
    for length in _LETTER_GROUPS:
        yield from (word[start : start + length] for start in range(max(1, len(word) - length + 1)))
