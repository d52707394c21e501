"""What is published about places today, held in memory and re-read when the knowledge moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from knowledge_base.clock import Clock, now, today
from knowledge_base.database import Database
from knowledge_base.places.schema import Local, LocalFee, LocalNote, Office
from knowledge_base.places.service import Kind, document_of, in_force, published
from knowledge_base.procedures.service import current_revision
from knowledge_base.vocabulary import Certainty


@dataclass(frozen=True)
class Places:
    """Offices by commune, local fees and notes by procedure, of one day."""

    offices: Mapping[str, list[Office]] = field(default_factory=dict)
    fees: Mapping[str, list[LocalFee]] = field(default_factory=dict)
    notes: Mapping[str, list[LocalNote]] = field(default_factory=dict)

    @property
    def resolved(self) -> frozenset[str]:
        """Procedures for which a verified resolution of the city says what is charged."""
        return frozenset(code for code, held in self.fees.items() if any(_of_the_city(fee) for fee in held))

    def fees_of(self, procedure: str, commune: str | None) -> list[LocalFee]:
        """What is charged there: a commune's own resolution goes before the city's about the same thing."""
        held = self.fees.get(procedure, [])
        own = [fee for fee in held if commune and fee.commune_code == commune]
        named = {fee.what.casefold() for fee in own}
        return [*own, *(fee for fee in held if fee.commune_code is None and fee.what.casefold() not in named)]

    def notes_of(self, procedure: str, commune: str | None) -> list[LocalNote]:
        """What people there should also know: the commune's own first, then what holds in the whole city."""
        held = self.notes.get(procedure, [])
        own = [note for note in held if commune and note.commune_code == commune]
        return [*own, *(note for note in held if note.commune_code is None)]


class PlacesLibrary:
    """Safe to share between threads."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._key: tuple[int, date] | None = None
        self._held = Places()

    def current(self) -> Places:
        """The places of this moment; one tiny query when nothing changed."""
        day = today(self._clock)
        with self._lock, self._database.reading() as session:
            key = (current_revision(session), day)
            if key != self._key:
                rows = [row for kind in Kind for row in published(session, kind) if in_force(row, day)]
                self._held, self._key = _places([document_of(row) for row in rows]), key
            return self._held


def _of_the_city(fee: LocalFee) -> bool:
    return fee.commune_code is None and fee.certainty is Certainty.VERIFIED


def _places(facts: Sequence[Local]) -> Places:
    offices: dict[str, list[Office]] = {}
    fees: dict[str, list[LocalFee]] = {}
    notes: dict[str, list[LocalNote]] = {}
    for fact in facts:
        if isinstance(fact, Office):
            offices.setdefault(fact.commune_code, []).append(fact)
        elif isinstance(fact, LocalFee):
            fees.setdefault(fact.procedure_code, []).append(fact)
        elif isinstance(fact, LocalNote):
            notes.setdefault(fact.procedure_code, []).append(fact)
    return Places(offices, fees, notes)
