"""Cuts texts into pieces (words, pairs of words, letter groups), seen three ways, and numbers the pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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

type _Number = Callable[[int, str], int]


@dataclass(frozen=True)
class Counted:
    """The pieces of a text by number, in order; the way each was seen, and how much it weighs there."""

    numbers: npt.NDArray[np.int32]
    views: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float32]

    def without_letters(self) -> Counted:
        """The same seen by words alone."""
        kept = self.views != LETTERS
        return Counted(self.numbers[kept], self.views[kept], self.weights[kept])


class Pieces:
    """Hands out a number for every piece ever seen. Any thread may read while one learns."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        self._numbers: tuple[dict[str, int], ...] = ({}, {}, {})
        self._views = bytearray()
        self._words: dict[str, list[str]] = {}
        self._letters: dict[str, list[int]] = {}
        self._learned: dict[str, Counted] = {}
        self._long: dict[str, Counted] = {}

    def words(self, text: str) -> list[str]:
        """The plain words of a text."""
        if text not in self._words:
            self._words[text] = plain(text).split()
        return self._words[text]

    def concepts(self, text: str) -> list[str]:
        """The concepts of a text."""
        return self._concepts.of(self.words(text))

    def learn(self, text: str) -> Counted:
        """A short text's pieces; new ones get a number. One thread at a time."""
        if text not in self._learned:
            self._learned[text] = self._counted(self._cut(self.words(text), self._entered, self._entered_letters))
        return self._learned[text]

    def learn_long(self, text: str) -> Counted:
        """The same for a long text, whose letters tell nothing."""
        if text not in self._long:
            self._long[text] = self._counted(self._cut(plain(text).split(), self._entered, None))
        return self._long[text]

    def read(self, words: Sequence[str]) -> Counted:
        """The same for a question, of which only pieces that are known count."""
        return self._counted(number for number in self._cut(words, self._known, self._known_letters) if number >= 0)

    def number(self, word: str) -> int:
        """The number of a word bare of diacritics; -1 if no text holds it."""
        return self._known(FOLDED, word)

    @property
    def many(self) -> int:
        """How many pieces have a number."""
        return len(self._views)

    def forget(self) -> None:
        """Let go of what the texts consist of, once they are indexed; the numbers stay."""
        self._words, self._letters, self._learned, self._long = {}, {}, {}, {}

    def _cut(
        self, words: Sequence[str], number: _Number, letters: Callable[[str], Iterable[int]] | None
    ) -> Iterator[int]:
        folded = [bare(word) for word in words]
        concepts = [f"={concept}" for concept in self._concepts.of(words)]
        yield from (number(FOLDED, piece) for piece in _with_pairs([*folded, *concepts]))
        yield from (number(ACCENTED, piece) for piece in _with_pairs(words))
        if letters is not None:
            for word in folded:
                yield from letters(word)

    def _counted(self, numbers: Iterable[int]) -> Counted:
        found, often = np.unique(np.fromiter(numbers, dtype=np.int32), return_counts=True)
        views = np.frombuffer(bytes(map(self._views.__getitem__, found.tolist())), dtype=np.uint8)
        return Counted(found, views, (1.0 + np.log(often)).astype(np.float32))  # said twice is not twice as much

    def _known(self, view: int, piece: str) -> int:
        return self._numbers[view].get(piece, -1)

    def _entered(self, view: int, piece: str) -> int:
        number = self._numbers[view].get(piece)
        if number is None:
            number = len(self._views)
            self._views.append(view)
            self._numbers[view][piece] = number
        return number

    def _known_letters(self, word: str) -> list[int]:
        return [self._known(LETTERS, group) for group in _groups(f" {word} ")]

    def _entered_letters(self, word: str) -> list[int]:
        if word not in self._letters:
            self._letters[word] = [self._entered(LETTERS, group) for group in _groups(f" {word} ")]
        return self._letters[word]


def _with_pairs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (" ".join(pair) for pair in pairwise(words))


def _groups(word: str) -> Iterator[str]:
    for length in _LETTER_GROUPS:
        yield from (word[start : start + length] for start in range(max(1, len(word) - length + 1)))
