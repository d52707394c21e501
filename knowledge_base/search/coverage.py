"""How much of what a question says a record knows. A likeness of a few words is no evidence that it is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.words import bare, plain

_ONLY_ASKS = 0.3  # what a word that mostly asks is worth: "so" may be "hồ sơ" or "sổ"


class Coverage:
    """Weighs each telling word of a question by how few records hold it."""

    def __init__(self, texts: Sequence[str], lexicon: Lexicon, pieces: Pieces) -> None:
        self._known = [set(map(bare, pieces.words(text))) for text in texts]
        self._records = Counter(word for words in self._known for word in words)
        asking = {word for line in lexicon.asking for word in plain(line).split()}
        self._asking = asking | {bare(word) for word in asking}

    def tells(self, words: Sequence[str]) -> bool:
        """Whether any word names something a record knows, rather than only asks."""
        return any(bare(word) in self._records and word not in self._asking for word in words)

    def of(self, words: Sequence[str], places: Sequence[int]) -> list[float]:
        """Share known to each of some records."""
        weights = {bare(word): self._weight(word) for word in words}
        total = sum(weights.values()) or 1.0
        known = [sum(weight for word, weight in weights.items() if word in self._known[place]) for place in places]
        return [share / total for share in known]

    def _weight(self, word: str) -> float:
        rarity = log((1 + len(self._known)) / (1 + self._records[bare(word)])) + 0.1
        return rarity * _ONLY_ASKS if word in self._asking else rarity
