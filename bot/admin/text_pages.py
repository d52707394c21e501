"""The bot's own phrases: found, worded differently, approved by a second person, put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, reading, require_editor, show, submitted, to, tried
from bot.admin.log_view import in_words
from bot.admin.places_page import communes_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS, UNITS
from bot.texts import Texts
from knowledge_base.editing.log import changes_of
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import approves_in, writes_in
from knowledge_base.errors import InvalidInputError, NotFoundError
from knowledge_base.language.fold import fold
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.wording import service
from knowledge_base.wording.models import Phrase
from knowledge_base.wording.service import CITY, Where

CITIZENS = (
    "answer",
    "place",
    "smalltalk",
    "feedback",
    "scope",
    "status",
    "notice",
    "situation",
    "handover",
    "ticket",
    "chat",
)
"""Groups of phrases that citizens read; what only staff read is not worded here."""
A_PAGE = 60


@dataclass(frozen=True)
class Line:
    """One phrase: as said without words of its own here, as said, as proposed."""

    key: str
    base: str
    said: str
    proposed: str
    proposer: str
    proposer_id: int
    revision: int
    places: list[str]


type Change = Callable[[Session, Staff, Where, Sent, datetime], Phrase]


@guarded(Guard.LOCAL)
async def show_texts(request: web.Request) -> web.Response:
    """All phrases that citizens read, in the city or in one commune; those in question first."""
    signed = await require_editor(request)
    commune = _commune(request, signed.staff, request.query.get("noi", ""))
    query, only = request.query.get("tim", "")[:100], request.query.get("loc", "")
    lines = await reading(request, lambda session: _lines(request, session, commune, query, only))
    found: dict[str, Any] = {"lines": lines[:A_PAGE], "found": len(lines), "query": query, "only": only}
    return show(request, signed, "texts", **found, **_place(request, signed.staff, commune))


@guarded(Guard.LOCAL)
async def show_text(request: web.Request) -> web.Response:
    """One phrase and its log."""
    signed = await require_editor(request)
    where = _where(request, signed.staff, request.query.get("noi", ""))
    return await _page(request, signed, where)


@guarded(Guard.LOCAL)
async def propose(request: web.Request) -> web.StreamResponse:
    """Show how other words read, filled in; or propose them."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    if not sent.fields.get("preview"):
        return await _change(request, sent, _propose, "proposed")
    where = _where(request, sent.signed.staff, sent.text("noi", 8))
    typed = sent.fields.get("text", "")
    try:
        shown = filled(request.app[TEXTS], service.checked(typed, where.delivered))
    except InvalidInputError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await _page(request, sent.signed, where, said, 400, typed=typed)
    return await _page(request, sent.signed, where, typed=typed, preview=shown)


@guarded(Guard.LOCAL)
async def approve(request: web.Request) -> web.StreamResponse:
    """Say the proposed words."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    return await _change(request, sent, _approve, "text_published")


@guarded(Guard.LOCAL)
async def drop(request: web.Request) -> web.StreamResponse:
    """Give the proposal up."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    return await _change(request, sent, _drop, "dropped")


def filled(texts: Texts, text: str) -> str:
    """A phrase as it may be read, its places filled in with examples."""
    names = {place.partition(":")[0].partition("!")[0] for place in service.placeholders(text)}
    given = {name: _example(texts, name) for name in names}
    return text.format_map(given)


def _example(texts: Texts, name: str) -> str:
    key = f"admin.text.example.{name}"
    return texts.say(key) if key in texts else f"‹{name}›"


def _propose(session: Session, staff: Staff, where: Where, sent: Sent, now: datetime) -> Phrase:
    return service.propose(session, staff, where, sent.fields.get("text", ""), sent.number("revision"), now)


def _approve(session: Session, staff: Staff, where: Where, sent: Sent, now: datetime) -> Phrase:
    return service.approve(session, staff, where, sent.number("revision"), now)


def _drop(session: Session, staff: Staff, where: Where, sent: Sent, now: datetime) -> Phrase:
    return service.drop(session, staff, where, sent.number("revision"), now)


async def _change(request: web.Request, sent: Sent, change: Change, done: str) -> web.StreamResponse:
    staff, now = sent.signed.staff, request.app[MAILROOM].clock()
    where = _where(request, staff, sent.text("noi", 8))
    if problem := await tried(request, lambda session: change(session, staff, where, sent, now)):
        typed = sent.fields.get("text")
        return await _page(request, sent.signed, where, problem.words, problem.status, typed=typed)
    await reading(request, lambda session: request.app[TEXTS].overlay(service.spoken(session)))
    return to(request, "admin-text", done=done, query=f"noi={where.commune}" if where.commune else "", key=where.key)


async def _page(
    request: web.Request,
    signed: SignedIn,
    where: Where,
    problem: str = "",
    status: int = 200,
    *,
    typed: str | None = None,
    preview: str = "",
) -> web.Response:
    def read(session: Session) -> dict[str, Any]:
        line = _lines(request, session, where.commune, "", key=where.key)[0]
        log = in_words(request.app, session, changes_of(session, Subject.TEXT, where.subject))
        own = service.communes_wording(session, where.key) if not where.commune else []
        return {"line": line, "log": log, "own": own}

    found, staff, texts = await reading(request, read), signed.staff, request.app[TEXTS]
    line: Line = found["line"]
    return show(
        request,
        signed,
        "text",
        status,
        **found,
        **_place(request, staff, where.commune),
        problem=problem,
        preview=preview,
        shown=filled(texts, line.said),
        shown_proposal=filled(texts, line.proposed) if line.proposed else "",
        typed=typed if typed is not None else line.proposed or line.said,
        limit=service.MAX_TEXT,
        mine=line.proposer_id == staff.id,
        approves=approves_in(staff, where.commune or None),
        unit_names={unit.code: unit.name for unit in request.app[UNITS].all()},
    )


def _lines(
    request: web.Request, session: Session, commune: str, query: str, only: str = "", key: str = ""
) -> list[Line]:
    texts, held = request.app[TEXTS], service.phrases(session, commune)
    city = service.phrases(session) if commune else {}
    people = names_of(session, {phrase.proposed_by for phrase in held.values() if phrase.proposed_by})
    keys = [key] if key else sorted(name for name in texts.keys() if name.split(".")[0] in CITIZENS)  # noqa: SIM118
    bases = {name: (city[name].text if name in city else None) or texts.delivered(name) for name in keys}
    lines = [_line(name, bases[name], held.get(name), people) for name in keys]
    words = fold(query).split()
    lines = [line for line in lines if all(word in fold(f"{line.said} {line.proposed} {line.key}") for word in words)]
    if only == "doi":
        lines = [line for line in lines if line.said != line.base or line.proposed]
    return sorted(lines, key=lambda line: not line.proposed)


def _line(key: str, base: str, phrase: Phrase | None, people: dict[int, str]) -> Line:
    return Line(
        key=key,
        base=base,
        said=(phrase.text or base) if phrase else base,
        proposed=(phrase.proposed or "") if phrase else "",
        proposer=people.get(phrase.proposed_by or 0, "") if phrase else "",
        proposer_id=(phrase.proposed_by or 0) if phrase else 0,
        revision=phrase.revision if phrase else 0,
        places=[f"{{{name}}}" for name in sorted(service.placeholders(base))],
    )


def _place(request: web.Request, staff: Staff, commune: str) -> dict[str, Any]:
    """What a page says of the place its words are for, and the places to choose from."""
    unit = request.app[UNITS].get(commune)
    whole = writes_in(staff, None)
    return {
        "commune": commune,
        "place": unit.name if unit else "",
        "units": communes_of(request, staff),
        "whole": whole,
    }


def _where(request: web.Request, staff: Staff, given: str) -> Where:
    key = request.match_info["key"]
    if key not in request.app[TEXTS] or key.split(".")[0] not in CITIZENS:
        raise NotFoundError
    return Where(key, request.app[TEXTS].delivered(key), _commune(request, staff, given))


def _commune(request: web.Request, staff: Staff, given: str) -> str:
    """The commune asked for; who writes about one commune is always there. Raises NotFoundError."""
    commune = given if given or writes_in(staff, None) else staff.commune_code or ""
    known = commune == CITY or request.app[UNITS].get(commune) is not None
    if not known or not writes_in(staff, commune or None):
        raise NotFoundError
    return commune
