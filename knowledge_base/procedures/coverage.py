"""How complete the knowledge is: which parts of a procedure are verified from a named source."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.vocabulary import Certainty


class Part(StrEnum):
    """What every procedure needs."""

    PAPERS = "papers"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    BASIS = "basis"


class Standing(StrEnum):
    """How a part stands."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"  # something is there, but not all of it is sure
    MISSING = "missing"


@dataclass
class Row:
    """One field of the knowledge, or all of it."""

    field: str
    procedures: int = 0
    complete: int = 0
    counts: Counter[tuple[Part, Standing]] = dataclasses.field(default_factory=Counter)

    def add(self, document: ProcedureDocument, *, resolved: bool = False) -> None:
        """Count one procedure; ``resolved``: a council's resolution about its fee is verified."""
        standing = standing_of(document, resolved=resolved)
        self.procedures += 1
        self.complete += all(found is Standing.VERIFIED for found in standing.values())
        self.counts.update(standing.items())

    def of(self, part: Part, standing: Standing = Standing.VERIFIED) -> int:
        """How many procedures have the part so."""
        return self.counts[(part, standing)]


@dataclass(frozen=True)
class Coverage:
    """Fields × certainty. ``signposts`` point elsewhere and are counted apart."""

    rows: list[Row]
    total: Row
    signposts: int
    as_published: int


def coverage(documents: Iterable[ProcedureDocument], resolved: Container[str] = ()) -> Coverage:
    """Of what is published; ``resolved``: procedures whose local fee is verified."""
    rows: dict[str, Row] = {}
    total, signposts, as_published = Row(""), 0, 0
    for document in documents:
        if document.level == "signpost":
            signposts += 1
            continue
        as_published += document.as_published
        for row in (rows.setdefault(document.field, Row(document.field)), total):
            row.add(document, resolved=document.code in resolved)
    return Coverage([rows[name] for name in sorted(rows)], total, signposts, as_published)


def standing_of(document: ProcedureDocument, *, resolved: bool = False) -> dict[Part, Standing]:
    """How each part stands. A fee or a time without an amount nobody can rely on, whatever it says."""
    fees = [fee.certainty if fee.amount is not None else Certainty.UNVERIFIED for fee in document.fees.items]
    times = [time.certainty for time in document.times if time.amount is not None]
    return {
        Part.PAPERS: _all([paper.certainty for paper in document.papers]),
        Part.FEE: Standing.VERIFIED if resolved else _all(fees),
        Part.TIME: _all(times) if times else _all([Certainty.UNVERIFIED for _ in document.times]),
        Part.PLACE: _all([document.place.certainty] if document.place else []),
        Part.BASIS: Standing.VERIFIED if document.legal_bases else Standing.MISSING,
    }


def _all(found: Sequence[Certainty]) -> Standing:
    if not found:
        return Standing.MISSING
    return Standing.VERIFIED if all(one is Certainty.VERIFIED for one in found) else Standing.UNVERIFIED
