"""One procedure: what citizens are told, its versions, its log; and the ways to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, day_of, reading, require_editor, show, submitted, to
from bot.admin.comparing import compared
from bot.admin.log_view import Happening, in_words
from bot.admin.preview import aspects_from, preview
from bot.editing.words import day, moment
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from knowledge_base.editing import approving, drafts
from knowledge_base.editing.catalogue import Sureness, sureness_of
from knowledge_base.editing.checking import field_names
from knowledge_base.editing.log import changes_of
from knowledge_base.editing.models import Draft, Subject
from knowledge_base.editing.versions import state_on, versions_of
from knowledge_base.errors import InvalidInputError, NotFoundError, ThanThienError
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.overview import Overview, overview
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.vocabulary import Aspect


@dataclass(frozen=True)
class VersionLine:
    """One version in words."""

    number: int
    state: str
    origin: str
    begins: str
    ends: str
    made: str


@dataclass(frozen=True)
class View:
    """All that the page shows."""

    code: str
    document: ProcedureDocument
    field: str
    told: bool
    versions: list[VersionLine]
    draft: Draft | None
    sure: Sureness
    log: list[Happening]
    reason_off: str
    tree: Overview | None


@guarded(Guard.EDITOR)
async def show_procedure(request: web.Request) -> web.Response:
    """The procedure as it stands."""
    return await _page(request, await require_editor(request))


@guarded(Guard.EDITOR)
async def compare(request: web.Request) -> web.Response:
    """Two versions, side by side."""
    signed = await require_editor(request)
    code = request.match_info["code"]
    old, new = (_number(request.query.get(name, "")) for name in ("cu", "moi"))
    one, other = await reading(
        request, lambda session: (drafts.version_of(session, code, old), drafts.version_of(session, code, new))
    )
    parts = compared(request.app[TEXTS], one.document, other.document)
    return show(request, signed, "compare", code=code, old=old, new=new, name=other.document["name"], parts=parts)


@guarded(Guard.EDITOR)
async def ask_code(request: web.Request) -> web.Response:
    """The code of a new procedure."""
    return show(request, await require_editor(request), "new", code="", problem="")


@guarded(Guard.EDITOR)
async def start_new(request: web.Request) -> web.StreamResponse:
    """Begin the draft of a new procedure."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    code, now = sent.text("code", 16), request.app[MAILROOM].clock()
    try:
        if not _is_code(code):
            raise BadCodeError
        draft = await changing(request, lambda session: drafts.start_new(session, sent.signed.staff, code, now))
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return show(request, sent.signed, "new", status_of(error), code=code, problem=said)
    return to(request, "admin-draft", id=draft.id)


class BadCodeError(InvalidInputError):
    """No national code."""

    key = "admin.invalid.code"


@guarded(Guard.EDITOR)
async def start(request: web.Request) -> web.StreamResponse:
    """Begin a draft, or go on with the one there is."""
    code = request.match_info["code"]
    return await _change(request, lambda session, sent, now: drafts.start(session, sent.signed.staff, code, now))


@guarded(Guard.EDITOR)
async def restore(request: web.Request) -> web.StreamResponse:
    """Begin a draft that says what an older version said."""

    def change(session: Session, sent: Sent, now: datetime) -> Draft:
        code, version = request.match_info["code"], sent.number("version")
        return drafts.restore(session, sent.signed.staff, code, version, sent.text("why"), now)

    return await _change(request, change)


@guarded(Guard.EDITOR)
async def ask_to_retire(request: web.Request) -> web.StreamResponse:
    """Propose that the procedure is told no more."""

    def change(session: Session, sent: Sent, now: datetime) -> Draft:
        return drafts.ask_to_retire(session, sent.signed.staff, request.match_info["code"], sent.text("why"), now)

    return await _change(request, change)


@guarded(Guard.PUBLISHER)
async def withdraw(request: web.Request) -> web.StreamResponse:
    """Take back a version whose day has not come."""

    def change(session: Session, sent: Sent, now: datetime) -> None:
        code, version = request.match_info["code"], sent.number("version")
        approving.withdraw(session, sent.signed.staff, code, version, sent.text("why"), now)

    return await _change(request, change)


async def _change(
    request: web.Request, change: Callable[[Session, Sent, datetime], Draft | None]
) -> web.StreamResponse:
    """Carry out, then lead to the draft there is now; what stands in the way is said on the page."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    now = request.app[MAILROOM].clock()
    try:
        draft = await changing(request, lambda session: change(session, sent, now))
    except NotFoundError:
        raise
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await _page(request, sent.signed, said, status_of(error), why=sent.text("why"))
    if draft is None:
        return to(request, "admin-procedure", done="withdrawn", code=request.match_info["code"])
    return to(request, "admin-draft", id=draft.id)


async def _page(
    request: web.Request, signed: SignedIn, problem: str = "", status: int = 200, *, why: str = ""
) -> web.Response:
    view = await reading(request, lambda session: _view(request, session))
    chosen = aspects_from(request.query.getall("muc", []))
    return show(
        request,
        signed,
        "procedure",
        status,
        view=view,
        problem=problem,
        why=why,
        aspects=list(Aspect),
        chosen=chosen,
        preview=preview(view.document, chosen, request.app[TEXTS]),
    )


def _view(request: web.Request, session: Session) -> View:
    code, today = request.match_info["code"], day_of(request)
    rows = versions_of(session, code)
    if not rows:
        raise NotFoundError
    told = next((row for row in rows if state_on(row, today) == "told"), None)
    document = ProcedureDocument.model_validate((told or rows[0]).document)
    off = request.app[LIBRARY].current().off(document)
    return View(
        code=code,
        document=document,
        field=field_names().get(document.field, document.field),
        told=told is not None,
        versions=[
            VersionLine(
                number=row.version,
                state=state_on(row, today),
                origin=row.origin,
                begins=day(row.effective_from),
                ends=day(row.effective_to) if row.effective_to else "",
                made=moment(row.created_at),
            )
            for row in rows
        ],
        draft=drafts.open_draft(session, code),
        sure=sureness_of((told or rows[0]).document),
        log=in_words(request.app, session, changes_of(session, Subject.PROCEDURE, code)),
        reason_off=off.reason if off else "",
        tree=overview(document.situation) if document.situation else None,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise web.HTTPBadRequest
    return int(text)


def _is_code(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text[1] == "." and (text[0] + text[2:]).isdecimal()
