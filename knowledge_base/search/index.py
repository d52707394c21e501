"""A search over everything a record says and everything citizens call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.base import Base
from knowledge_base.search.coverage import Coverage
from knowledge_base.search.evidence import Evidence
from knowledge_base.search.layers import Layers, newer
from knowledge_base.search.matrix import Texts
from knowledge_base.search.pieces import Weights
from knowledge_base.search.ranker import Ranker
from knowledge_base.search.records import Records
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


@dataclass(frozen=True)
class Found:
    """What speaks for the likeliest procedures, and for business elsewhere, before it is weighed."""

    codes: list[str]
    about: Weights
    covered: Weights
    elsewhere: Weights


class SearchIndex:
    """What was built once, and on top of it what differs today. A query takes milliseconds and changes nothing."""

    def __init__(self, base: Base, documents: Mapping[str, ProcedureDocument] | None = None) -> None:
        documents = base.documents if documents is None else documents
        fresh = newer(base.documents, documents)
        texts = {code: base.taught.texts_of(document) for code, document in fresh.items()}
        self._base = base
        self._changed = fresh.keys() | (base.documents.keys() - documents.keys())
        self._batches = base.records, Records(fresh, base.taught, base.pieces, base.records.scale)
        old, new = self._batches
        self._layers = Layers(documents, old.codes, new.codes, self._changed)
        self._popular = self._merged(lambda batch: batch.popular)
        self._ranker = Ranker(base, self._layers, texts)
        self._coverage = Coverage(base.asking, base.pieces, [old.wholes, new.wholes])
        words = [base.pieces.words(text) for group in texts.values() for text in group]
        self._spelling = base.spelling.knowing(words) if words else base.spelling
        self._weights = load_weights()

    @property
    def changes(self) -> int:
        """How many procedures differ from what was built once."""
        return len(self._changed)

    def search(self, text: str) -> list[Hit]:
        """The nearest procedures, best first; nothing for a text without a telling word of any of them."""
        found = self.look(text)
        if found is None:
            return []  # "mất bao lâu?" alone is about no procedure
        odds = found.about @ self._weights.procedure.vector
        elsewhere = float(found.elsewhere @ self._weights.elsewhere.vector)
        return [
            Hit(found.codes[rank], float(odds[rank]), float(found.covered[rank]), elsewhere)
            for rank in np.argsort(-odds, kind="stable")
        ]

    def look(self, text: str) -> Found | None:
        """What speaks for what; nothing for a text without a telling word of any procedure."""
        words = self._spelling.mend(plain(_bounded(text)).split())
        evidence = self._evidence(words)
        if evidence is None:
            return None
        places = evidence.first(LIMIT)
        covered = np.array(self._coverage.of(words, [self._whole(place) for place in places.tolist()]))
        codes = [self._layers.codes[place] for place in places]
        return Found(codes, evidence.about(places, covered), covered, evidence.about_elsewhere())

    def _evidence(self, words: list[str]) -> Evidence | None:
        concepts = self._base.concepts.of(words)
        if not self._layers.codes or not (concepts or self._coverage.tells(words)):
            return None
        read = self._base.pieces.read(words)
        near, learned = self._ranker.compare(self._base.core.scale.question(words, read))
        asked = self._base.records.scale.question(words, read.without_letters())
        cases = [concept for concept in concepts if any(batch.cases.knows(concept) for batch in self._batches)]
        return Evidence(
            near=near[:-1],
            learned=learned[:-1],
            whole=self._merged(lambda batch: batch.wholes.compare(asked)),
            missed=self._merged(lambda batch: batch.cases.missed(cases)),
            popular=self._popular,
            elsewhere_near=float(near[-1]),
            elsewhere_learned=float(learned[-1]),
            words=len(words),
        )

    def _merged(self, told: Callable[[Records], Weights]) -> Weights:
        """One value a procedure, told by the batch its record is in."""
        old, new = self._batches
        return self._layers.merged(told(old), told(new))

    def _whole(self, place: int) -> tuple[Texts, int]:
        newer_one, row = self._layers.row(place)
        return self._batches[newer_one].wholes, row


def _bounded(text: str) -> str:
    if len(text) <= MAX_QUERY:
        return text
    half = MAX_QUERY // 2
    return f"{text[:half]} {text[-half:]}"
