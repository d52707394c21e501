"""All procedures as an editor sees them: what is told today, what waits, what is being edited, how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from knowledge_base.editing.models import OPEN_STATES, Draft
from knowledge_base.language.fold import fold
from knowledge_base.procedures.models import ProcedureVersion, VersionState
from knowledge_base.procedures.shape import certainties
from knowledge_base.vocabulary import Certainty

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Entry:
    """One procedure. ``version``: the one told today, else the newest."""

    code: str
    name: str
    field: str
    version: ProcedureVersion | None
    told: bool
    waiting: Sequence[ProcedureVersion]  # published, their day has not come
    draft: Draft | None
    today: date

    @property
    def expires_soon(self) -> bool:
        """Whether its last day is near and nothing follows it."""
        ends = self.version.effective_to if self.version and self.told else None
        return ends is not None and ends <= self.today + SOON and not self.waiting


@dataclass(frozen=True)
class Sureness:
    """How many facts are verified, and how many are not."""

    verified: int
    unverified: int


def catalogue(session: Session, today: date) -> list[Entry]:
    """Every procedure by name, with those that exist only as a draft."""
    name = ProcedureVersion.document["name"].as_string().label("name")
    field = ProcedureVersion.document["field"].as_string().label("field")
    told: dict[str, ProcedureVersion] = {}
    newest: dict[str, ProcedureVersion] = {}
    waiting: dict[str, list[ProcedureVersion]] = {}
    named: dict[int, tuple[str, str]] = {}
    light = select(ProcedureVersion, name, field).options(defer(ProcedureVersion.document))
    for row in session.execute(light.order_by(ProcedureVersion.version)):
        version: ProcedureVersion = row[0]
        newest[version.code], named[version.id] = version, (row.name, row.field)
        if version.state == VersionState.PUBLISHED and version.effective_from > today:
            waiting.setdefault(version.code, []).append(version)
        elif version.state == VersionState.PUBLISHED and (version.effective_to or today) >= today:
            told[version.code] = version
    drafts = {draft.code: draft for draft in session.scalars(select(Draft).where(Draft.state.in_(OPEN_STATES)))}
    entries = [
        _entry(told.get(code, last), named, code in told, waiting.get(code, []), drafts.pop(code, None), today)
        for code, last in newest.items()
    ]
    entries += [_only_draft(draft, today) for draft in drafts.values()]
    return sorted(entries, key=lambda entry: (fold(entry.name), entry.code))


def names_of(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Names of procedures nobody need be told about: of the newest version, else of a draft."""
    if not codes:
        return {}
    draft = select(Draft.code, Draft.content["name"].as_string().label("name")).where(Draft.code.in_(codes))
    version = select(ProcedureVersion.code, ProcedureVersion.document["name"].as_string().label("name"))
    version = version.where(ProcedureVersion.code.in_(codes)).order_by(ProcedureVersion.version)
    rows = [*session.execute(draft.order_by(Draft.id)), *session.execute(version)]
    return {row.code: row.name for row in rows if row.name}


def sureness(session: Session, versions: Sequence[ProcedureVersion]) -> dict[int, Sureness]:
    """How sure each of some versions is, by id."""
    rows = session.execute(
        select(ProcedureVersion.id, ProcedureVersion.document).where(
            ProcedureVersion.id.in_([version.id for version in versions])
        )
    )
    return {row.id: sureness_of(row.document) for row in rows}


def sureness_of(content: object) -> Sureness:
    """How sure a content is."""
    counted = Counter(certainties(content))
    verified = counted.pop(Certainty.VERIFIED, 0)
    return Sureness(verified, counted.total())


def _entry(
    version: ProcedureVersion,
    named: dict[int, tuple[str, str]],
    told: bool,
    waiting: Sequence[ProcedureVersion],
    draft: Draft | None,
    today: date,
) -> Entry:
    name, field = named[version.id]
    return Entry(version.code, name, field, version, told, waiting, draft, today)


def _only_draft(draft: Draft, today: date) -> Entry:
    name, field = (str(draft.content.get(key) or "") for key in ("name", "field"))
    return Entry(draft.code, name, field, None, False, [], draft, today)
