"""A search over everything a record says and everything citizens call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.cases import Cases
from knowledge_base.search.concepts import Concepts
from knowledge_base.search.coverage import Coverage
from knowledge_base.search.lexicon import Lexicon, load_lexicon
from knowledge_base.search.matrix import Texts
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.ranker import Ranker
from knowledge_base.search.spelling import Spelling
from knowledge_base.search.texts import names, whole
from knowledge_base.search.words import plain

MAX_QUERY = 600  # characters looked at; the point of a long story mostly stands in its beginning or end
_PRIORITY = {1: 0.04, 2: 0.015, 3: 0.0}  # the common procedure wins a near tie
_WHOLE = 0.4  # what likeness with the whole record counts
_MISSED = 0.06  # what a case costs that the question names and the procedure never does


@dataclass(frozen=True)
class Hit:
    """A procedure found.

    ``score``: 0 to about 2. ``covered``: share of the question's telling words the record knows.
    ``elsewhere``: how near the question is to business that is no commune's, on the scale of ``score``.
    """

    code: str
    score: float
    covered: float
    elsewhere: float = 0.0


class SearchIndex:
    """Built whole from a snapshot of the knowledge; a query takes a few milliseconds and changes nothing."""

    def __init__(
        self,
        documents: Mapping[str, ProcedureDocument],
        phrases: Mapping[str, Sequence[str]],
        pieces: Pieces | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        lexicon = lexicon or load_lexicon()
        self._concepts = Concepts(lexicon.concepts)
        pieces = pieces or Pieces(self._concepts)
        named = [names(document, phrases.get(code, ())) for code, document in documents.items()]
        wholes = [whole(document, phrases.get(code, ())) for code, document in documents.items()]
        self._codes = list(documents)
        self._boost = np.array([_PRIORITY[document.priority] for document in documents.values()])
        self._ranker = Ranker(named, lexicon, pieces) if documents else None
        self._wholes = Texts(wholes, pieces, letters=False) if documents else None
        self._cases = Cases(named, pieces)
        self._coverage = Coverage(wholes, lexicon, pieces)
        known = [text for texts in named for text in texts]
        self._spelling = Spelling(pieces.words(text) for text in [*known, *lexicon.elsewhere, *lexicon.asking])

    def search(self, text: str, limit: int = 6) -> list[Hit]:
        """The nearest procedures, best first; nothing for a text without a telling word of any of them."""
        words = self._spelling.mend(plain(_bounded(text)).split())
        concepts = self._concepts.of(words)
        if self._ranker is None or self._wholes is None or not (concepts or self._coverage.tells(words)):
            return []  # "mất bao lâu?" alone is about no procedure
        scores, elsewhere = self._ranker.scores(words)
        scores = scores + _WHOLE * self._wholes.compare(words) + self._boost
        scores -= _MISSED * self._cases.missed(concepts)
        best = np.argsort(-scores, kind="stable")[:limit]
        covered = self._coverage.of(words, best.tolist())
        return [
            Hit(self._codes[place], float(scores[place]), share, elsewhere)
            for place, share in zip(best, covered, strict=True)
        ]


def new_pieces(lexicon: Lexicon) -> Pieces:
    """What indexes of one knowledge base share, so that an edit costs only the texts that changed."""
    return Pieces(Concepts(lexicon.concepts))


def _bounded(text: str) -> str:
    if len(text) <= MAX_QUERY:
        return text
    half = MAX_QUERY // 2
    return f"{text[:half]} {text[-half:]}"
