"""Official forms: what citizens are offered, what waits for a second person, the form for a new file or link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import changing, day_of, reading, refused, require_editor, show, submitted, to, tried
from bot.admin.forms_view import lines_of, papers_of
from bot.admin.upload import sent_file
from bot.editing.form_facts import FIELDS, read_form
from bot.forms.routes import file_response
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from knowledge_base.errors import InvalidInputError, NotFoundError, ThanThienError
from knowledge_base.forms.checking import MAX_SIZE, CheckedFile, check_file
from knowledge_base.forms.models import FormContent, FormState
from knowledge_base.forms.service import approve, content_of, drop, get_form, propose, withdraw
from knowledge_base.staff.models import Staff
from knowledge_base.staff.sessions import SignedIn

MAX_UPLOAD = 4 * MAX_SIZE
"""Read before it is refused, so that the page can say so beside everything that was typed."""

type Change = Callable[[Session, Staff, int, str, datetime], object]


@guarded(Guard.EDITOR)
async def show_forms(request: web.Request) -> web.Response:
    """Every form, or those of one procedure."""
    return await _page(request, await require_editor(request))


@guarded(Guard.EDITOR)
async def show_new(request: web.Request) -> web.Response:
    """The form for a new file or link, or for what takes an older one's place."""
    signed, replaces = await require_editor(request), _number(request.query.get("thay", ""))
    code = request.query.get("ma", "")[:8].strip()
    if code not in request.app[LIBRARY].current().documents:
        return await _page(request, signed, request.app[TEXTS].say("upkeep.place.invalid.unknown_procedure"), 400)
    typed = {"last_checked": day_of(request).isoformat()}
    if replaces:
        typed |= await reading(request, lambda session: _typed_from(session, code, replaces))
    return _form(request, signed, code, replaces, typed, {})


@guarded(Guard.EDITOR)
async def write(request: web.Request) -> web.StreamResponse:
    """Propose it; what is wrong is said beside its field, and nothing typed is lost."""
    signed, sent = await sent_file(request, MAX_UPLOAD)
    code, replaces = sent.fields.get("ma", ""), _number(sent.fields.get("thay", ""))
    if code not in request.app[LIBRARY].current().documents:
        raise NotFoundError
    typed = {name: sent.fields.get(name, "")[:600] for name in (*FIELDS, "why")}
    facts, problems = read_form(request.app[TEXTS], code, typed, day_of(request), with_file=bool(sent.name))
    file: CheckedFile | None = None
    try:
        file = await asyncio.to_thread(check_file, sent.name, sent.data) if sent.name else None
    except InvalidInputError as error:
        problems["file"] = refused(request, error).words
    if facts is None or problems:
        return _form(request, signed, code, replaces, typed, problems, 400)
    now, why = request.app[MAILROOM].clock(), sent.why
    try:
        await changing(request, lambda session: propose(session, signed.staff, facts, file, why, now, replaces))
    except ThanThienError as error:
        problem = refused(request, error)
        return _form(request, signed, code, replaces, typed, {"file": problem.words}, problem.status)
    return to(request, "admin-forms", done="form_proposed", query=f"ma={code}")


@guarded(Guard.EDITOR)
async def read_file(request: web.Request) -> web.Response:
    """The file of any form, also of one that waits: who approves has to see it."""
    await require_editor(request)
    name, content = await reading(request, lambda session: _file(session, int(request.match_info["id"])))
    response = file_response(content, name)
    response.headers["Cache-Control"] = "no-store"
    return response


@guarded(Guard.PUBLISHER)
async def approve_one(request: web.Request) -> web.StreamResponse:
    """Offered from the next question on."""
    return await _step(
        request, "form_published", lambda session, staff, number, why, now: approve(session, staff, number, now)
    )


@guarded(Guard.EDITOR)
async def drop_one(request: web.Request) -> web.StreamResponse:
    """Give a proposal up."""
    return await _step(request, "dropped", lambda session, staff, number, why, now: drop(session, staff, number, now))


@guarded(Guard.PUBLISHER)
async def withdraw_one(request: web.Request) -> web.StreamResponse:
    """Offer it no longer, with the reason."""
    return await _step(request, "form_withdrawn", withdraw)


async def _step(request: web.Request, done: str, change: Change) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, why, now = int(request.match_info["id"]), sent.text("why", 500), request.app[MAILROOM].clock()
    if problem := await tried(request, lambda session: change(session, sent.signed.staff, number, why, now)):
        if problem.status == 404:
            raise NotFoundError
        return await _page(request, sent.signed, problem.words, problem.status)
    form = await reading(request, lambda session: get_form(session, number))
    return to(request, "admin-forms", done=done, query=f"ma={form.procedure_code}")


async def _page(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    documents = request.app[LIBRARY].current().documents
    code = request.query.get("ma", "")[:8].strip()
    document = documents.get(code)
    code = code if document else ""
    lines = await reading(request, lambda session: lines_of(request, session, signed.staff, code))
    names = sorted((held.name, held.code) for held in documents.values())
    return show(request, signed, "forms", status, lines=lines, document=document, names=names, problem=problem)


def _form(
    request: web.Request,
    signed: SignedIn,
    code: str,
    replaces: int | None,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    status: int = 200,
) -> web.Response:
    return show(
        request,
        signed,
        "form_new",
        status,
        document=request.app[LIBRARY].current().documents[code],
        papers=papers_of(request, code),
        replaces=replaces,
        typed={**dict.fromkeys((*FIELDS, "why"), ""), **typed},
        problems=problems,
        megabytes=MAX_SIZE // 1024**2,
    )


def _typed_from(session: Session, code: str, number: int) -> dict[str, str]:
    """The older form to start from; its check and its file are the new one's own."""
    older = get_form(session, number)
    if older.procedure_code != code or older.state != FormState.PUBLISHED:
        raise NotFoundError
    return {name: str(getattr(older, name) or "") for name in ("paper", "name", "number", "url", "source")}


def _file(session: Session, number: int) -> tuple[str, FormContent]:
    form = get_form(session, number)
    content = content_of(session, form.sha256 or "")
    if content is None:
        raise NotFoundError
    return form.file_name or "", content


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
