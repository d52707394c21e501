"""Facts about places in words: what each says, where, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import day_of
from bot.editing.local_facts import names
from bot.editing.words import day
from bot.keys import LIBRARY, TEXTS, UNITS
from knowledge_base.editing.roles import approves_in, writes_in
from knowledge_base.places.batches import Compared, compared
from knowledge_base.places.models import LocalRow, LocalState
from knowledge_base.places.schema import Local, LocalFee, LocalNote, Office
from knowledge_base.places.service import SHAPES, document_of, in_force, kind_of
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of


@dataclass(frozen=True)
class Line:
    """One row in words. ``changes``: field, what is told today, what would be told; only of what waits."""

    id: int
    kind: str
    title: str
    details: list[str]
    source: str
    days: str
    verified: bool
    now: bool
    who: str
    mine: bool
    approves: bool
    commune: str
    batch_id: int | None
    waits: bool
    new: bool
    changes: list[tuple[str, str, str]]


def lines_of(request: web.Request, staff: Staff, session: Session, rows: Sequence[LocalRow]) -> list[Line]:
    """The rows this person writes about, in words."""
    own = [row for row in rows if writes_in(staff, document_of(row).commune_code)]
    people = names_of(session, {row.author_id for row in own if row.author_id})
    return [_line(request, staff, held, people) for held in compared(session, own)]


def _line(request: web.Request, staff: Staff, held: Compared, people: Mapping[int, str]) -> Line:
    row, fact, say = held.row, document_of(held.row), request.app[TEXTS].say
    waits = row.state == LocalState.PROPOSED
    ends = say("upkeep.place.until", day=day(fact.effective_to)) if fact.effective_to else ""
    return Line(
        id=row.id,
        kind=kind_of(row),
        title=title_of(request, fact),
        details=_details(request, fact),
        source=say("place.checked", source=fact.source, checked=day(fact.last_checked)),
        days=" ".join(filter(None, (say("upkeep.place.since", day=day(fact.effective_from)), ends))),
        verified=fact.certainty == "verified",
        now=in_force(row, day_of(request)),
        who=people.get(row.author_id or 0, say("upkeep.place.from_file")),
        mine=row.author_id == staff.id,
        approves=approves_in(staff, fact.commune_code) and row.author_id != staff.id,
        commune=fact.commune_code or "",
        batch_id=row.batch_id,
        waits=waits,
        new=held.before is None,
        changes=_changes(request, fact, held.before) if waits and held.before else [],
    )


def title_of(request: web.Request, fact: Local) -> str:
    """Where it holds, and about what."""
    unit = request.app[UNITS].get(fact.commune_code or "")
    where = unit.name if unit else request.app[TEXTS].say("upkeep.place.whole_city")
    if isinstance(fact, LocalFee | LocalNote):
        document = request.app[LIBRARY].current().documents.get(fact.procedure_code)
        return f"{document.name if document else fact.procedure_code}, {where}"
    return f"{where}, {fact.counter}" if isinstance(fact, Office) and fact.counter else where


def _details(request: web.Request, fact: Local) -> list[str]:
    say = request.app[TEXTS].say
    if isinstance(fact, LocalNote):
        return [fact.text]
    if isinstance(fact, LocalFee):
        unit = f"/{fact.unit}" if fact.unit else ""
        return [
            say("upkeep.place.fee", what=fact.what, amount=_money(fact.amount), unit=unit),
            say("upkeep.place.resolved", resolution=fact.resolution, day=day(fact.resolution_date)),
        ]
    assert isinstance(fact, Office)
    said = {"address": fact.address, "hours": fact.hours, "phone": fact.phone}
    return [
        *(say(f"place.office_{name}", text=text) for name, text in said.items() if text),
        *filter(None, [fact.note]),
    ]


def _changes(request: web.Request, fact: Local, before: Local) -> list[tuple[str, str, str]]:
    texts, old, new = request.app[TEXTS], before.model_dump(mode="json"), fact.model_dump(mode="json")
    kind = next(kind for kind, shape in SHAPES.items() if isinstance(fact, shape))
    return [
        (texts.say(f"upkeep.place.field.{name}"), _value(request, name, old[name]), _value(request, name, new[name]))
        for name in names(kind)
        if old[name] != new[name]
    ]


def _value(request: web.Request, name: str, value: Any) -> str:
    say = request.app[TEXTS].say
    if value is None:
        return say("admin.empty_value")
    if name == "certainty":
        return say(f"upkeep.place.{value}")
    return _money(value) if isinstance(value, int) else day(str(value))


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
