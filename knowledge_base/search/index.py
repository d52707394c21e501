"""A search over everything a record says and everything citizens call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.cases import Cases
from knowledge_base.search.concepts import Concepts
from knowledge_base.search.coverage import Coverage
from knowledge_base.search.evidence import POPULAR, Evidence
from knowledge_base.search.lexicon import Lexicon, load_lexicon
from knowledge_base.search.matrix import Texts
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.ranker import Ranker
from knowledge_base.search.spelling import Spelling
from knowledge_base.search.texts import names, whole
from knowledge_base.search.weights import load_weights
from knowledge_base.search.words import plain

MAX_QUERY = 600  # characters looked at; the point of a long story mostly stands in its beginning or end
LIMIT = 8  # procedures weighed; with more the weights would have to be fitted anew


@dataclass(frozen=True)
class Hit:
    """A procedure found.

    ``odds``: log-odds against the other procedures found. ``elsewhere``: the same for business that is no commune's.
    ``covered``: share of the question's telling words the record knows.
    """

    code: str
    odds: float
    covered: float
    elsewhere: float


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
        self._popular = np.array([POPULAR[document.priority] for document in documents.values()])
        self._ranker = Ranker(named, lexicon, pieces) if documents else None
        self._wholes = Texts(wholes, pieces, letters=False) if documents else None
        self._cases = Cases(named, pieces)
        self._weights = load_weights()
        self._coverage = Coverage(wholes, lexicon, pieces)
        known = [text for texts in named for text in texts]
        self._spelling = Spelling(pieces.words(text) for text in [*known, *lexicon.elsewhere, *lexicon.asking])

    def search(self, text: str) -> list[Hit]:
        """The nearest procedures, best first; nothing for a text without a telling word of any of them."""
        words = self._spelling.mend(plain(_bounded(text)).split())
        evidence = self._evidence(words)
        if evidence is None:
            return []  # "mất bao lâu?" alone is about no procedure
        places = evidence.first(LIMIT)
        covered = np.array(self._coverage.of(words, places.tolist()))
        odds = evidence.weighed(places, covered, self._weights.procedure)
        elsewhere = evidence.elsewhere(self._weights.elsewhere)
        return [
            Hit(self._codes[places[rank]], float(odds[rank]), float(covered[rank]), elsewhere)
            for rank in np.argsort(-odds, kind="stable")
        ]

    def _evidence(self, words: list[str]) -> Evidence | None:
        concepts = self._concepts.of(words)
        if self._ranker is None or self._wholes is None or not (concepts or self._coverage.tells(words)):
            return None
        near, learned = self._ranker.compare(words)
        return Evidence(
            near=near[:-1],
            learned=learned[:-1],
            whole=self._wholes.compare(words),
            missed=self._cases.missed(concepts),
            popular=self._popular,
            elsewhere_near=float(near[-1]),
            elsewhere_learned=float(learned[-1]),
            words=len(words),
        )


def new_pieces(lexicon: Lexicon) -> Pieces:
    """What indexes of one knowledge base share, so that an edit costs only the texts that changed."""
    return Pieces(Concepts(lexicon.concepts))


def _bounded(text: str) -> str:
    if len(text) <= MAX_QUERY:
        return text
    half = MAX_QUERY // 2
    return f"{text[:half]} {text[-half:]}"
