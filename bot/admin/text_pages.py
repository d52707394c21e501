"""The bot's own phrases: found, worded differently, approved by a second person, put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, reading, require_editor, show, submitted, to
from bot.admin.log_view import in_words
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS
from bot.texts import Texts
from knowledge_base.editing.log import changes_of
from knowledge_base.editing.models import Subject
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.language.fold import fold
from knowledge_base.staff.service import names_of
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.wording import service
from knowledge_base.wording.models import Phrase

CITIZENS = ("answer", "smalltalk", "feedback", "scope", "status", "notice", "situation", "handover", "ticket", "chat")
"""Groups of phrases that citizens read; what only staff read is not worded here."""
A_PAGE = 60


@dataclass(frozen=True)
class Line:
    """One phrase: as delivered, as said, as proposed."""

    key: str
    delivered: str
    said: str
    proposed: str
    proposer: str
    proposer_id: int
    revision: int
    places: list[str]


@guarded(Guard.EDITOR)
async def show_texts(request: web.Request) -> web.Response:
    """All phrases that citizens read; those in question first."""
    signed = await require_editor(request)
    query, only = request.query.get("tim", "")[:100], request.query.get("loc", "")
    lines = await reading(request, lambda session: _lines(request, session, query, only))
    return show(request, signed, "texts", lines=lines[:A_PAGE], found=len(lines), query=query, only=only)


@guarded(Guard.EDITOR)
async def show_text(request: web.Request) -> web.Response:
    """One phrase and its log."""
    return await _page(request, await require_editor(request))


@guarded(Guard.EDITOR)
async def propose(request: web.Request) -> web.StreamResponse:
    """Propose other words."""

    def change(session: Session, sent: Sent, key: str, delivered: str, now: datetime) -> Phrase:
        text, revision = sent.fields.get("text", ""), sent.number("revision")
        return service.propose(session, sent.signed.staff, key, text, delivered, revision, now)

    return await _change(request, change, "proposed")


@guarded(Guard.PUBLISHER)
async def approve(request: web.Request) -> web.StreamResponse:
    """Say the proposed words."""

    def change(session: Session, sent: Sent, key: str, delivered: str, now: datetime) -> Phrase:
        return service.approve(session, sent.signed.staff, key, delivered, sent.number("revision"), now)

    return await _change(request, change, "text_published")


@guarded(Guard.EDITOR)
async def drop(request: web.Request) -> web.StreamResponse:
    """Give the proposal up."""

    def change(session: Session, sent: Sent, key: str, delivered: str, now: datetime) -> Phrase:
        return service.drop(session, sent.signed.staff, key, sent.number("revision"), now)

    return await _change(request, change, "dropped")


async def _change(
    request: web.Request, change: Callable[[Session, Sent, str, str, datetime], Phrase], done: str
) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    key, now = _key(request), request.app[MAILROOM].clock()
    delivered = request.app[TEXTS].delivered(key)
    try:
        await changing(request, lambda session: change(session, sent, key, delivered, now))
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await _page(request, sent.signed, said, status_of(error), typed=sent.fields.get("text"))
    await reading(request, lambda session: request.app[TEXTS].overlay(service.spoken(session)))
    return to(request, "admin-text", done=done, key=key)


async def _page(
    request: web.Request, signed: SignedIn, problem: str = "", status: int = 200, *, typed: str | None = None
) -> web.Response:
    key = _key(request)
    line = (await reading(request, lambda session: _lines(request, session, "", key=key)))[0]
    log = await reading(request, lambda session: in_words(request.app, session, changes_of(session, Subject.TEXT, key)))
    return show(
        request,
        signed,
        "text",
        status,
        line=line,
        log=log,
        problem=problem,
        typed=typed if typed is not None else line.proposed or line.said,
        limit=service.MAX_TEXT,
        mine=line.proposer_id == signed.staff.id,
    )


def _lines(request: web.Request, session: Session, query: str, only: str = "", key: str = "") -> list[Line]:
    texts, held = request.app[TEXTS], service.phrases(session)
    people = names_of(session, {phrase.proposed_by for phrase in held.values() if phrase.proposed_by})
    keys = [key] if key else sorted(name for name in texts.keys() if name.split(".")[0] in CITIZENS)  # noqa: SIM118
    lines = [_line(texts, name, held.get(name), people) for name in keys]
    words = fold(query).split()
    lines = [line for line in lines if all(word in fold(f"{line.said} {line.proposed} {line.key}") for word in words)]
    if only == "doi":
        lines = [line for line in lines if line.said != line.delivered or line.proposed]
    return sorted(lines, key=lambda line: not line.proposed)


def _line(texts: Texts, key: str, phrase: Phrase | None, people: dict[int, str]) -> Line:
    delivered = texts.delivered(key)
    proposed = (phrase.proposed or "") if phrase else ""
    return Line(
        key=key,
        delivered=delivered,
        said=(phrase.text or delivered) if phrase else delivered,
        proposed=proposed,
        proposer=people.get(phrase.proposed_by or 0, "") if phrase else "",
        proposer_id=(phrase.proposed_by or 0) if phrase else 0,
        revision=phrase.revision if phrase else 0,
        places=[f"{{{name}}}" for name in sorted(service.placeholders(delivered))],
    )


def _key(request: web.Request) -> str:
    key = request.match_info["key"]
    if key not in request.app[TEXTS] or key.split(".")[0] not in CITIZENS:
        raise NotFoundError
    return key
