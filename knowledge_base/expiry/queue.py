"""The expiry queue: what ends within sixty days, or has ended, and which procedures that touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.expiry.acts import LegalAct
from knowledge_base.places.schema import Local, LocalFee, LocalNote, Office
from knowledge_base.places.service import Kind, document_of, published
from knowledge_base.procedures.models import ProcedureVersion, VersionState
from knowledge_base.procedures.schema import ProcedureDocument

THRESHOLDS = (0, 7, 30, 60)  # days left; 0: it is over
AHEAD = timedelta(days=400)  # how far the queue looks at acts, which take long to work through

type Documents = Mapping[str, ProcedureDocument]


class Subject(StrEnum):
    """What runs out."""

    VERSION = "version"
    ACT = "act"
    OFFICE = "office"
    FEE = "fee"
    NOTE = "note"


@dataclass(frozen=True)
class Ending:
    """One thing that ends. ``last``: the last day on which it holds; ``procedures``: whom it touches."""

    kind: Subject
    subject: str
    name: str
    last: date
    procedures: tuple[str, ...] = ()
    act: LegalAct | None = None

    def days_left(self, day: date) -> int:
        """Days until its last day; negative once it is over."""
        return (self.last - day).days

    def threshold(self, day: date) -> int | None:
        """The tightest bound it has crossed: 60, 30, 7 or 0 days; None while it is further off."""
        left = self.days_left(day)
        if left < 0:
            return 0
        return next((bound for bound in THRESHOLDS[1:] if left <= bound), None)


def queue(session: Session, documents: Documents, acts: Iterable[LegalAct], day: date) -> list[Ending]:
    """Everything that ends within 60 days or has ended, acts as far ahead as ``AHEAD``; the most urgent first."""
    near = [item for item in (*_versions(session, day), *_places(session)) if item.threshold(day) is not None]
    coming = [item for item in endings_of_acts(documents, acts) if item.last <= day + AHEAD]
    return sorted([*near, *coming], key=lambda item: (item.last, item.kind, item.subject))


def endings_of_acts(documents: Documents, acts: Iterable[LegalAct]) -> list[Ending]:
    """Acts with a last day that published procedures lean on."""
    leaning = leaning_on(documents)
    return [
        Ending(Subject.ACT, act.number, act.title, act.effective_to, tuple(leaning[act.number]), act)
        for act in acts
        if act.effective_to is not None and act.number in leaning
    ]


def leaning_on(documents: Documents) -> dict[str, list[str]]:
    """Number of each act → codes of the procedures that name it as their basis."""
    found: dict[str, list[str]] = {}
    for code, document in sorted(documents.items()):
        for number in dict.fromkeys(basis.number for basis in document.legal_bases):
            found.setdefault(number, []).append(code)
    return found


def _versions(session: Session, day: date) -> list[Ending]:
    """Procedures that nothing is told about any more after a day: no later version takes over."""
    rows = session.scalars(
        select(ProcedureVersion)
        .where(ProcedureVersion.state == VersionState.PUBLISHED)
        .order_by(ProcedureVersion.effective_from, ProcedureVersion.version)
    )
    by_code: dict[str, list[ProcedureVersion]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    ends = ((versions, _told_until(versions, day)) for versions in by_code.values())
    return [
        Ending(Subject.VERSION, versions[-1].code, str(versions[-1].document["name"]), last, (versions[-1].code,))
        for versions, last in ends
        if last is not None
    ]


def _told_until(versions: Sequence[ProcedureVersion], day: date) -> date | None:
    """The last day without a gap; None: no end, or nothing has begun yet."""
    last: date | None = None
    for version in versions:
        if version.effective_from > day and (last is None or version.effective_from > last + timedelta(days=1)):
            break
        if version.effective_to is None:
            return None
        last = max(last or version.effective_to, version.effective_to)
    return last


def _places(session: Session) -> list[Ending]:
    found: list[Ending] = []
    for kind in Kind:
        facts = [document_of(row) for row in published(session, kind)]
        found += [
            _of_place(fact, fact.effective_to) for fact in facts if fact.effective_to and not _followed(fact, facts)
        ]
    return found


def _of_place(fact: Local, last: date) -> Ending:
    if isinstance(fact, LocalFee):
        return Ending(Subject.FEE, fact.procedure_code, fact.what, last, (fact.procedure_code,))
    if isinstance(fact, LocalNote):
        return Ending(Subject.NOTE, fact.procedure_code, fact.text, last, (fact.procedure_code,))
    address = fact.address if isinstance(fact, Office) else ""
    return Ending(Subject.OFFICE, fact.commune_code or "", address, last)


def _followed(fact: Local, facts: Sequence[Local]) -> bool:
    """Whether another one takes over the day after."""
    last = fact.effective_to or date.max
    return any(
        other is not fact
        and other.key == fact.key
        and other.effective_from <= last + timedelta(days=1)
        and (other.effective_to is None or other.effective_to > last)
        for other in facts
    )
