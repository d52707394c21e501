"""The knowledge of this moment together with its search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock, Thread

from knowledge_base.procedures.library import Documents, Library, Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.base import Base
from knowledge_base.search.index import Hit, SearchIndex
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import Taught
from knowledge_base.switches.service import Off
from knowledge_base.understanding.naming import Names

MOST_CHANGES = 64  # procedures that differ from the base before a new one is built; every edit reads them all again


@dataclass(frozen=True)
class Known:
    """What can be told and found on one day."""

    documents: Mapping[str, ProcedureDocument]
    index: SearchIndex
    off: Callable[[ProcedureDocument], Off | None] = lambda document: None
    """Why nothing is told about a procedure for now."""

    @cached_property
    def _names(self) -> Names:
        return Names(self.documents)

    def named(self, text: str) -> str | None:
        """The procedure that a text names and says no more about."""
        return self._names.only(text, lambda rest: bool(self.search(rest)))

    def search(self, text: str) -> list[Hit]:
        """The nearest procedures."""
        return self.index.search(text)


class Knowledge:
    """Puts what was just published on top of what is indexed, so that the next question finds it.

    When much lies on top, a new base is built in the background and then taken (decision 0011).
    """

    def __init__(
        self, library: Library, taught: Taught, stored: Stored | None = None, most_changes: int = MOST_CHANGES
    ) -> None:
        self._library = library
        self._taught = taught
        self._stored = stored
        self._most_changes = most_changes
        self._lock = Lock()
        self._base: Base | None = None
        self._renewing: Thread | None = None
        self._snapshot: Snapshot | None = None
        self._known: Known | None = None

    def current(self) -> Known:
        """The knowledge of this moment."""
        snapshot = self._library.current()
        with self._lock:
            if self._known is None or self._snapshot is not snapshot:
                same = self._known is not None and self._known.documents is snapshot.documents
                index = self._known.index if self._known and same else self._index(snapshot.documents)
                self._known = Known(snapshot.documents, index, snapshot.off)
                self._snapshot = snapshot
            return self._known

    def settle(self) -> None:
        """Wait until no base is being built."""
        if renewing := self._renewing:
            renewing.join()

    def _index(self, documents: Documents) -> SearchIndex:
        if self._base is None:
            self._base = Base(documents, self._taught, self._stored)
        index = SearchIndex(self._base, documents)
        if index.changes > self._most_changes and self._renewing is None:
            self._renewing = Thread(target=self._renew, args=(documents,), name="search-base", daemon=True)
            self._renewing.start()
        return index

    def _renew(self, documents: Documents) -> None:
        try:
            base = Base(documents, self._taught, self._stored)
            with self._lock:
                self._base = base
                self._snapshot = None  # the next question puts today's edits on top of the new base
                self._known = None
        finally:
            self._renewing = None
