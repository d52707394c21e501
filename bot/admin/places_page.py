"""Offices and local fees: what is published, what waits for a second person, the form for a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import changing, day_of, reading, require_editor, show, submitted, to
from bot.admin.local_form import LocalForm, names
from bot.editing.words import day
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS, UNITS
from knowledge_base.errors import ThanThienError
from knowledge_base.places.file import dump_places
from knowledge_base.places.models import LocalRow
from knowledge_base.places.schema import Local, LocalFee, Office
from knowledge_base.places.service import (
    Kind,
    approve,
    as_file,
    document_of,
    drop,
    in_force,
    propose,
    proposed,
    published,
    withdraw,
)
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of
from knowledge_base.staff.sessions import SignedIn


@dataclass(frozen=True)
class By:
    """Who does something, and why."""

    staff: Staff
    why: str


type Change = Callable[[Session, By, Kind, int, datetime], object]


@dataclass(frozen=True)
class Line:
    """One row in words."""

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


@guarded(Guard.EDITOR)
async def show_places(request: web.Request) -> web.Response:
    """Everything about places."""
    signed = await require_editor(request)
    return await _page(request, signed)


@guarded(Guard.EDITOR)
async def show_form(request: web.Request) -> web.Response:
    """The form for a new one, filled from an older one if asked."""
    signed = await require_editor(request)
    kind, older = Kind(request.match_info["kind"]), request.query.get("tu", "")
    today = day_of(request).isoformat()
    typed = {"last_checked": today, "effective_from": today, "certainty": "unverified"}
    if older.isdecimal() and len(older) < 10:
        typed |= await reading(request, lambda session: _typed_from(session, kind, int(older)))
    return _form(request, signed, kind, typed, {})


@guarded(Guard.EDITOR)
async def write(request: web.Request) -> web.StreamResponse:
    """Propose it; what is wrong is said beside its field, and nothing typed is lost."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    kind = Kind(request.match_info["kind"])
    typed = {name: sent.text(name, 600) for name in names(kind)}
    fact, problems = _maker(request).read(kind, typed)
    if fact is None:
        return _form(request, sent.signed, kind, typed, problems, 400)
    staff, now = sent.signed.staff, request.app[MAILROOM].clock()
    await changing(request, lambda session: propose(session, staff, fact, now))
    return to(request, "admin-places", done="place_proposed")


@guarded(Guard.PUBLISHER)
async def approve_one(request: web.Request) -> web.StreamResponse:
    """Told from its first day on."""
    return await _step(
        request, lambda session, sent, kind, number, now: approve(session, sent.staff, kind, number, now)
    )


@guarded(Guard.EDITOR)
async def drop_one(request: web.Request) -> web.StreamResponse:
    """Give a proposal up."""
    return await _step(request, lambda session, sent, kind, number, now: drop(session, sent.staff, kind, number, now))


@guarded(Guard.PUBLISHER)
async def withdraw_one(request: web.Request) -> web.StreamResponse:
    """Take it back at once, with the reason."""
    return await _step(
        request, lambda session, sent, kind, number, now: withdraw(session, sent.staff, kind, number, sent.why, now)
    )


@guarded(Guard.EDITOR)
async def yaml_file(request: web.Request) -> web.Response:
    """Everything published, as the data file has it."""
    await require_editor(request)
    text = await reading(request, lambda session: dump_places(as_file(session)))
    headers = {"Content-Disposition": 'attachment; filename="offices.yaml"', "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="application/yaml", headers=headers)


async def _step(request: web.Request, change: Change) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    kind, number, now = Kind(request.match_info["kind"]), int(request.match_info["id"]), request.app[MAILROOM].clock()
    by = By(sent.signed.staff, sent.text("why", 500))
    try:
        await changing(request, lambda session: change(session, by, kind, number, now))
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await _page(request, sent.signed, said, status_of(error))
    return to(request, "admin-places", done="place_done")


async def _page(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    waiting, told = await reading(request, lambda session: _read(request, signed.staff, session))
    return show(request, signed, "places", status, waiting=waiting, told=told, kinds=list(Kind), problem=problem)


def _read(request: web.Request, staff: Staff, session: Session) -> tuple[list[Line], list[Line]]:
    waiting = [row for kind in Kind for row in proposed(session, kind)]
    told = [row for kind in Kind for row in published(session, kind)]
    people = names_of(session, {row.author_id for row in (*waiting, *told) if row.author_id})
    return [_line(request, staff, row, people) for row in waiting], [_line(request, staff, row, people) for row in told]


def _line(request: web.Request, staff: Staff, row: LocalRow, people: Mapping[int, str]) -> Line:
    fact, texts = document_of(row), request.app[TEXTS]
    ends = texts.say("upkeep.place.until", day=day(fact.effective_to)) if fact.effective_to else ""
    return Line(
        id=row.id,
        kind=Kind.FEE if isinstance(fact, LocalFee) else Kind.OFFICE,
        title=_title(request, fact),
        details=_details(request, fact),
        source=texts.say("place.checked", source=fact.source, checked=day(fact.last_checked)),
        days=" ".join(filter(None, (texts.say("upkeep.place.since", day=day(fact.effective_from)), ends))),
        verified=fact.certainty == "verified",
        now=in_force(row, day_of(request)),
        who=people.get(row.author_id or 0, texts.say("upkeep.place.from_file")),
        mine=row.author_id == staff.id,
    )


def _title(request: web.Request, fact: Local) -> str:
    unit = request.app[UNITS].get(fact.commune_code or "")
    where = unit.name if unit else request.app[TEXTS].say("upkeep.place.whole_city")
    if isinstance(fact, LocalFee):
        document = request.app[LIBRARY].current().documents.get(fact.procedure_code)
        return f"{document.name if document else fact.procedure_code}, {where}"
    return f"{where}, {fact.counter}" if isinstance(fact, Office) and fact.counter else where


def _details(request: web.Request, fact: Local) -> list[str]:
    say = request.app[TEXTS].say
    if isinstance(fact, LocalFee):
        amount = f"{fact.amount:,}".replace(",", ".")
        unit = f"/{fact.unit}" if fact.unit else ""
        return [
            say("upkeep.place.fee", what=fact.what, amount=amount, unit=unit),
            say("upkeep.place.resolved", resolution=fact.resolution, day=day(fact.resolution_date)),
        ]
    assert isinstance(fact, Office)
    said = {"address": fact.address, "hours": fact.hours, "phone": fact.phone}
    return [
        *(say(f"place.office_{name}", text=text) for name, text in said.items() if text),
        *filter(None, [fact.note]),
    ]


def _form(
    request: web.Request,
    signed: SignedIn,
    kind: Kind,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    status: int = 200,
) -> web.Response:
    documents = request.app[LIBRARY].current().documents
    return show(
        request,
        signed,
        "place_form",
        status,
        kind=kind,
        fields=_maker(request).fields(kind, typed, problems),
        units=sorted((unit.name, unit.code) for unit in request.app[UNITS].all()),
        names=sorted((document.name, code) for code, document in documents.items()),
    )


def _maker(request: web.Request) -> LocalForm:
    codes = request.app[LIBRARY].current().documents
    return LocalForm(request.app[TEXTS], request.app[UNITS], codes, day_of(request))


def _typed_from(session: Session, kind: Kind, number: int) -> dict[str, str]:
    """An older fact to start from; its days and its check are the new one's own."""
    row = next((row for row in published(session, kind) if row.id == number), None)
    held = document_of(row).model_dump(mode="json") if row else {}
    kept = set(names(kind)) - {"last_checked", "effective_from", "effective_to", "certainty"}
    return {name: str(value) for name, value in held.items() if name in kept and value is not None}
