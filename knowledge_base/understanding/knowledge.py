"""The knowledge of this moment together with its search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from knowledge_base.procedures.library import Library, Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.index import Hit, SearchIndex, new_pieces
from knowledge_base.search.lexicon import load_lexicon
from knowledge_base.search.phrases import Phrases
from knowledge_base.switches.service import Off


@dataclass(frozen=True)
class Known:
    """What can be told and found on one day."""

    documents: Mapping[str, ProcedureDocument]
    index: SearchIndex
    off: Callable[[ProcedureDocument], Off | None] = lambda document: None
    """Why nothing is told about a procedure for now."""

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
                same = self._known is not None and self._known.documents is snapshot.documents
                index = self._known.index if self._known and same else self._index(snapshot)
                self._known = Known(snapshot.documents, index, snapshot.off)
                self._snapshot = snapshot
            return self._known

    def _index(self, snapshot: Snapshot) -> SearchIndex:
        return SearchIndex(snapshot.documents, self._phrases, self._pieces)
