"""A search over phrases: every procedure is as near as its nearest phrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.language.fold import fold
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.words import plain, topic

_WORD = r"(?u)\b\w+\b"
MAX_QUERY = 600  # characters looked at; the point of a long story mostly stands in its beginning or end
_PRIORITY = {1: 0.04, 2: 0.015, 3: 0.0}  # the common procedure wins a near tie
_WEIGHTS = {"name": 1.0, "alias": 1.0, "phrase": 1.0, "question": 0.85, "summary": 0.75}


@dataclass(frozen=True)
class Hit:
    """A procedure found. ``score`` 0 to about 1; ``covered``: share of the question's topic words it knows."""

    code: str
    score: float
    covered: float


@dataclass(frozen=True)
class _Phrase:
    code: str
    text: str
    weight: float


class SearchIndex:
    """Built whole from a snapshot of the knowledge; a query takes a few milliseconds."""

    def __init__(self, documents: Mapping[str, ProcedureDocument], phrases: Mapping[str, Sequence[str]]) -> None:
        entries = [entry for document in documents.values() for entry in _entries(document, phrases)]
        self._codes = list(documents)
        self._boost = np.array([_PRIORITY[documents[code].priority] for code in self._codes])
        place = {code: number for number, code in enumerate(self._codes)}
        self._owner = np.array([place[entry.code] for entry in entries])
        self._weight = np.array([entry.weight for entry in entries])
        self._views = [_View(view, entries) for view in _VIEWS] if entries else []
        self._known = [_words_of(documents[code], phrases.get(code, ())) for code in self._codes]

    def search(self, text: str, limit: int = 6) -> list[Hit]:
        """The nearest procedures, best first; nothing for a text without a word of any of them."""
        text = _bounded(text)
        wanted = set(topic(text).split())
        if not self._views or not wanted:
            return []
        likeness = np.sum([view.compare(text) for view in self._views], axis=0) * self._weight
        scores = np.zeros(len(self._codes))
        np.maximum.at(scores, self._owner, likeness)
        ranked = np.where(scores > 0, scores + self._boost, 0.0)
        best = np.argsort(-ranked, kind="stable")[:limit]
        return [self._hit(int(place), float(ranked[place]), wanted) for place in best if ranked[place] > 0]

    def _hit(self, place: int, score: float, wanted: set[str]) -> Hit:
        covered = len(wanted & self._known[place]) / len(wanted)
        return Hit(self._codes[place], score, covered)


@dataclass(frozen=True)
class _ViewKind:
    """One way to look at words: how they are read, cut into pieces, and how much it counts."""

    share: float
    read: Callable[[str], str]
    analyzer: str
    lengths: tuple[int, int]


_VIEWS = (
    _ViewKind(0.45, topic, "word", (1, 2)),
    _ViewKind(0.35, topic, "char_wb", (2, 4)),
    _ViewKind(0.2, plain, "word", (1, 2)),  # with diacritics, for those who type them
)


class _View:
    """TF-IDF over every phrase, seen one way."""

    def __init__(self, kind: _ViewKind, entries: Sequence[_Phrase]) -> None:
        self._kind = kind
        words = {"token_pattern": _WORD} if kind.analyzer == "word" else {}
        self._vectors = TfidfVectorizer(analyzer=kind.analyzer, ngram_range=kind.lengths, sublinear_tf=True, **words)
        self._matrix: sparse.csr_matrix = self._vectors.fit_transform([kind.read(entry.text) for entry in entries])

    def compare(self, text: str) -> np.ndarray:
        """Weighted cosine likeness with every phrase."""
        product = self._matrix @ self._vectors.transform([self._kind.read(text)]).T
        return self._kind.share * np.asarray(product.todense()).ravel()


def _entries(document: ProcedureDocument, phrases: Mapping[str, Sequence[str]]) -> list[_Phrase]:
    texts = [
        ("name", document.name),
        ("name", document.official_name),
        *(("alias", alias) for alias in document.aliases),
        *(("phrase", phrase) for phrase in phrases.get(document.code, ())),
        *(("question", item.question) for item in document.questions),
    ]
    if document.summary:
        texts.append(("summary", document.summary.text))
    return [_Phrase(document.code, text, _WEIGHTS[kind]) for kind, text in texts if topic(text)]


def _words_of(document: ProcedureDocument, phrases: Sequence[str]) -> set[str]:
    """Every folded word by which the record can be recognised."""
    texts = [document.name, document.official_name, *document.aliases, *phrases]
    texts += [item.question for item in document.questions]
    texts += [paper.name for paper in document.papers]
    texts += [document.summary.text] if document.summary else []
    return set(fold(plain(" ".join(texts))).split())


def _bounded(text: str) -> str:
    if len(text) <= MAX_QUERY:
        return text
    half = MAX_QUERY // 2
    return f"{text[:half]} {text[-half:]}"
