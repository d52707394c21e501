"""How much of what a question says a record knows. A likeness of a few words is no evidence that it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.matrix import Texts
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.words import bare, plain

_ONLY_ASKS = 0.3  # what a word that mostly asks is worth: "so" may be "hồ sơ" or "sổ"

type Row = tuple[Texts, int]
"""A record as one of the whole texts of a batch."""


def asking_words(lexicon: Lexicon) -> set[str]:
    """Words that mostly ask, in both spellings."""
    asking = {word for line in lexicon.asking for word in plain(line).split()}
    return asking | {bare(word) for word in asking}


class Coverage:
    """Weighs each telling word of a question by how few records hold it."""

    def __init__(self, asking: set[str], pieces: Pieces, wholes: Sequence[Texts]) -> None:
        self._asking = asking
        self._pieces = pieces
        self._wholes = wholes
        self._many = sum(texts.many for texts in wholes)

    def tells(self, words: Sequence[str]) -> bool:
        """Whether any word names something a record knows, rather than only asks."""
        return any(word not in self._asking and self._records(bare(word)) for word in words)

    def of(self, words: Sequence[str], records: Sequence[Row]) -> list[float]:
        """Share known to each of some records."""
        weights = {bare(word): self._weight(word) for word in words}
        numbers = {self._pieces.number(word): weight for word, weight in weights.items()}
        total = sum(weights.values()) or 1.0
        return [
            sum(weight for number, weight in numbers.items() if texts.holds(row, number)) / total
            for texts, row in records
        ]

    def _weight(self, word: str) -> float:
        rarity = log((1 + self._many) / (1 + self._records(bare(word)))) + 0.1
        return rarity * _ONLY_ASKS if word in self._asking else rarity

    def _records(self, word: str) -> int:
        number = self._pieces.number(word)
        return sum(texts.holding(number) for texts in self._wholes)
