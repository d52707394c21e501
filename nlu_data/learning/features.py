"""One reading of a text as numbers: its words, its words and letters without diacritics, and how it ends."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold

MAX_TEXT = 600  # characters read: beginning and end of a long story
RARE = 3  # sentences a word or word group must stand in; fewer only slow things down
TAIL = 10  # words; the question of a story stands in its end
_WORD = re.compile(r"\w+")
_YES_OR_NO = re.compile(r"\b(?:co|duoc|phai)\b.*\b(?:khong|chua)\b(?: \w+){0,2}$")


class Features:
    """TF-IDF over several views of the same text, side by side."""

    def __init__(self) -> None:
        self._views = {
            "words": _view((1, 2)),
            "folded": _view((1, 3)),
            "tail": _view((1, 2)),
            "letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=RARE),
        }
        self._weights = {"words": 0.5, "tail": 0.7}
        self._quick: List[QuickView] = []

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn the vocabulary; one row a text."""
        columns = _columns([_seen(text) for text in texts])
        parts = [view.fit_transform(columns[name]) * self._weight(name) for name, view in self._views.items()]
        self._quick, first = [], 0
        for name, view in self._views.items():
            self._quick.append(QuickView(name, view, self._weight(name), first))
            first += len(view.vocabulary_)
        return sparse.hstack(parts, format="csr")

    def look(self, text: str) -> Tuple[Any, Any]:
        """Numbers and weights of what one text holds; a tenth of the time of ``fit_transform``'s own way."""
        seen = _seen(text)
        parts = [view.look(seen[view.name]) for view in self._quick]
        return np.concatenate([numbers for numbers, _ in parts]), np.concatenate([weights for _, weights in parts])

    def transform(self, text: str) -> Any:
        """One row."""
        numbers, weights = self.look(text)
        width = sum(len(view.vocabulary_) for view in self._views.values())
        return sparse.csr_matrix((weights, numbers, [0, len(numbers)]), shape=(1, width))

    def _weight(self, name: str) -> float:
        return self._weights.get(name, 1.0)


class QuickView:
    """One fitted view for one text at a time."""

    def __init__(self, name: str, view: TfidfVectorizer, weight: float, first: int) -> None:
        self.name = name
        self._view = view
        self._weight = weight
        self._first = first
        self._rarity = np.asarray(view.idf_)

    def look(self, text: str) -> Tuple[Any, Any]:
        """Numbers and weights of what a text holds."""
        vocabulary = self._view.vocabulary_
        counts = Counter(map(vocabulary.get, self._view.build_analyzer()(text)))
        counts.pop(None, None)
        numbers = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        weights = (1.0 + np.log(often)) * self._rarity[numbers]
        return numbers + self._first, weights * (self._weight / max(float(np.linalg.norm(weights)), 1e-9))


def read(text: str) -> str:
    """The text with chat forms written out; the middle of a very long one is left out."""
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT // 2] + " " + text[-MAX_TEXT // 2 :]
    return expand(text)


def _seen(text: str) -> Dict[str, str]:
    words = " ".join(_WORD.findall(read(text)))
    folded = fold(words)
    return {"words": words, "folded": folded, "tail": _tail(folded), "letters": folded}


def _tail(folded: str) -> str:
    tokens = folded.split()[-TAIL:]
    last = [f"cuoi_{token}" for token in tokens[-3:]]
    yes_or_no = ["co_khong"] if _YES_OR_NO.search(folded) else []
    return " ".join([*tokens, *last, *yes_or_no])


def _columns(rows: List[Dict[str, str]]) -> Dict[str, List[str]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _view(lengths: Any) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="word", ngram_range=lengths, token_pattern=r"\S+", sublinear_tf=True, min_df=RARE)
