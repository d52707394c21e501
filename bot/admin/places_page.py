"""Offices, local fees and notes: what is published, what waits for a second person, the form for a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import changing, day_of, reading, require_editor, show, submitted, to, tried
from bot.admin.local_form import fields
from bot.admin.places_view import Line, lines_of
from bot.editing.local_facts import LocalReader, names
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS, UNITS
from knowledge_base.editing.roles import writes_in
from knowledge_base.errors import NotFoundError
from knowledge_base.places.service import Kind, approve, document_of, drop, propose, proposed, published, withdraw
from knowledge_base.staff.models import Staff
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.units.service import Unit


@dataclass(frozen=True)
class By:
    """Who does something, and why."""

    staff: Staff
    why: str


type Change = Callable[[Session, By, Kind, int, datetime], object]


@guarded(Guard.LOCAL)
async def show_places(request: web.Request) -> web.Response:
    """Everything about the places this person writes about."""
    signed = await require_editor(request)
    return await _page(request, signed)


@guarded(Guard.LOCAL)
async def show_form(request: web.Request) -> web.Response:
    """The form for a new one, filled from an older one if asked."""
    signed = await require_editor(request)
    kind, older = Kind(request.match_info["kind"]), request.query.get("tu", "")
    today = day_of(request).isoformat()
    typed = {"last_checked": today, "effective_from": today, "certainty": "unverified"}
    if older.isascii() and older.isdecimal() and len(older) < 10:
        typed |= await reading(request, lambda session: _typed_from(session, signed.staff, kind, int(older)))
    return _form(request, signed, kind, typed, {})


@guarded(Guard.LOCAL)
async def write(request: web.Request) -> web.StreamResponse:
    """Propose it; what is wrong is said beside its field, and nothing typed is lost."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    kind, staff = Kind(request.match_info["kind"]), sent.signed.staff
    typed = {name: sent.text(name, 600) for name in names(kind)}
    fact, problems = reader_for(request, staff).read(kind, typed)
    if fact is None:
        return _form(request, sent.signed, kind, typed, problems, 400)
    now = request.app[MAILROOM].clock()
    await changing(request, lambda session: propose(session, staff, fact, now))
    return to(request, "admin-places", done="place_proposed")


@guarded(Guard.LOCAL)
async def approve_one(request: web.Request) -> web.StreamResponse:
    """Told from its first day on."""
    return await _step(
        request, lambda session, sent, kind, number, now: approve(session, sent.staff, kind, number, now)
    )


@guarded(Guard.LOCAL)
async def drop_one(request: web.Request) -> web.StreamResponse:
    """Give a proposal up."""
    return await _step(request, lambda session, sent, kind, number, now: drop(session, sent.staff, kind, number, now))


@guarded(Guard.LOCAL)
async def withdraw_one(request: web.Request) -> web.StreamResponse:
    """Take it back at once, with the reason."""
    return await _step(
        request, lambda session, sent, kind, number, now: withdraw(session, sent.staff, kind, number, sent.why, now)
    )


def reader_for(request: web.Request, staff: Staff) -> LocalReader:
    """Reads what this person types: who writes about one commune is held to it."""
    app = request.app
    codes, commune = app[LIBRARY].current().documents, None if writes_in(staff, None) else staff.commune_code
    return LocalReader(app[TEXTS], app[UNITS], codes, day_of(request), commune)


def communes_of(request: web.Request, staff: Staff) -> list[Unit]:
    """The communes this person writes about, by name."""
    return sorted((unit for unit in request.app[UNITS].all() if writes_in(staff, unit.code)), key=lambda one: one.name)


async def _step(request: web.Request, change: Change) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    kind, number, now = Kind(request.match_info["kind"]), int(request.match_info["id"]), request.app[MAILROOM].clock()
    by = By(sent.signed.staff, sent.text("why", 500))
    if problem := await tried(request, lambda session: change(session, by, kind, number, now)):
        if problem.status == 404:
            raise NotFoundError
        return await _page(request, sent.signed, problem.words, problem.status)
    return to(request, "admin-places", done="place_done")


async def _page(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    waiting, told, batches = await reading(request, lambda session: _read(request, signed.staff, session))
    chosen, units = request.query.get("xa", ""), communes_of(request, signed.staff)
    return show(
        request,
        signed,
        "places",
        status,
        waiting=[line for line in waiting if line.batch_id not in batches],
        batches=sorted(batches),
        told=[line for line in told if not chosen or line.commune == chosen],
        units=units,
        chosen=chosen,
        kinds=list(Kind),
        problem=problem,
    )


def _read(request: web.Request, staff: Staff, session: Session) -> tuple[list[Line], list[Line], set[int]]:
    """What waits, what is told, and the files that are wholly about what this person writes about."""
    waiting = [row for kind in Kind for row in proposed(session, kind)]
    told = [row for kind in Kind for row in published(session, kind)]
    foreign = {row.batch_id for row in waiting if not writes_in(staff, document_of(row).commune_code)}
    batches = {row.batch_id for row in waiting if row.batch_id is not None} - foreign
    return lines_of(request, staff, session, waiting), lines_of(request, staff, session, told), batches


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
        fields=fields(request.app[TEXTS], kind, typed, problems),
        units=communes_of(request, signed.staff),
        whole_city=writes_in(signed.staff, None),
        names=sorted((document.name, code) for code, document in documents.items()),
    )


def _typed_from(session: Session, staff: Staff, kind: Kind, number: int) -> dict[str, str]:
    """An older fact to start from; its days and its check are the new one's own."""
    facts = {row.id: document_of(row) for row in published(session, kind)}
    if number not in facts or not writes_in(staff, facts[number].commune_code):
        return {}
    kept = set(names(kind)) - {"last_checked", "effective_from", "effective_to", "certainty"}
    held = facts[number].model_dump(mode="json")
    return {name: str(value) for name, value in held.items() if name in kept and value is not None}
