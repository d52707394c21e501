"""The knowledge of this moment together with its search index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from knowledge_base.procedures.library import Library, Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.index import Hit, SearchIndex, new_pieces
from knowledge_base.search.lexicon import load_lexicon
from knowledge_base.search.phrases import Phrases


@dataclass(frozen=True)
class Known:
    """What can be told and found on one day."""

    documents: Mapping[str, ProcedureDocument]
    index: SearchIndex

    def search(self, text: str) -> list[Hit]:
        """The nearest procedures."""
        return self.index.search(text)


class Knowledge:
    """Rebuilds the index when the library moves, so that what was just published is found by the next question."""

    def __init__(self, library: Library, phrases: Phrases) -> None:
        self._library = library
        self._phrases = phrases
        self._pieces = new_pieces(load_lexicon())
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._known: Known | None = None

    def current(self) -> Known:
        """The knowledge of this moment."""
        snapshot = self._library.current()
        with self._lock:
            if self._known is None or self._snapshot is not snapshot:
                index = SearchIndex(snapshot.documents, self._phrases, self._pieces)
                self._known = Known(snapshot.documents, index)
                self._snapshot = snapshot
            return self._known
