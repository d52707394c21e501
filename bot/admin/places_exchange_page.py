"""Facts about places as files: YAML and Excel out and in; what comes in is shown beside what it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import changing, day_of, reading, refused, require_editor, show, submitted, to, tried
from bot.admin.keys import IMPORTING
from bot.admin.places_page import communes_of, reader_for
from bot.admin.places_view import Line, lines_of
from bot.admin.upload import EXCEL, YAML, Upload, download, sent_file
from bot.exchange.places_in import read_places
from bot.exchange.places_out import workbook_of_places
from bot.exchange.report import Mistake
from bot.exchange.workbook_in import UnsafeFileError
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS
from knowledge_base.editing.models import Batch
from knowledge_base.errors import ThanThienError
from knowledge_base.places.batches import approve_places, bring_in_places, give_up_places, places_of
from knowledge_base.places.file import dump_places
from knowledge_base.places.schema import Local
from knowledge_base.places.service import as_file
from knowledge_base.staff.sessions import SignedIn

MAX_UPLOAD = 4 * 1024 * 1024  # bytes
_BATCH = "admin-places-batch"


@guarded(Guard.LOCAL)
async def show_exchange(request: web.Request) -> web.Response:
    """The two ways."""
    return _page(request, await require_editor(request))


@guarded(Guard.LOCAL)
async def workbook(request: web.Request) -> web.Response:
    """Everything published as Excel, with a row to fill in for each commune that has no office yet."""
    signed = await require_editor(request)
    file = await reading(request, lambda session: as_file(session, signed.staff))
    body = await asyncio.to_thread(
        workbook_of_places, file, communes_of(request, signed.staff), request.app[TEXTS], day_of(request)
    )
    return download(body, "dia-phuong.xlsx", EXCEL)


@guarded(Guard.LOCAL)
async def yaml_file(request: web.Request) -> web.Response:
    """Everything published, as the data file has it."""
    signed = await require_editor(request)
    text = await reading(request, lambda session: dump_places(as_file(session, signed.staff)))
    return download(text.encode(), "offices.yaml", YAML)


@guarded(Guard.LOCAL)
async def bring_in(request: web.Request) -> web.StreamResponse:
    """Take a file in; or say what is wrong with it, row by row, and change nothing."""
    signed, sent = await sent_file(request, MAX_UPLOAD)
    if not sent.name:
        return _page(request, signed, request.app[TEXTS].say("exchange.no_file"), 400, why=sent.why)
    try:
        async with request.app[IMPORTING]:
            facts, mistakes = await asyncio.to_thread(read_places, sent.data, reader_for(request, signed.staff))
    except UnsafeFileError as error:
        return _page(request, signed, request.app[TEXTS].say(error.key), 400, why=sent.why)
    if mistakes:
        said = request.app[TEXTS].say("exchange.refused", count=len(mistakes))
        return _page(request, signed, said, 400, why=sent.why, mistakes=mistakes)
    return await _taken(request, signed, sent, facts)


@guarded(Guard.LOCAL)
async def show_batch(request: web.Request) -> web.Response:
    """What came in with one file, each row beside what it changes."""
    return await _batch_page(request, await require_editor(request))


@guarded(Guard.LOCAL)
async def approve_batch(request: web.Request) -> web.StreamResponse:
    """Publish all of it."""
    return await _of_batch(request, approve=True)


@guarded(Guard.LOCAL)
async def give_up_batch(request: web.Request) -> web.StreamResponse:
    """Publish nothing of it."""
    return await _of_batch(request, approve=False)


async def _taken(request: web.Request, signed: SignedIn, sent: Upload, facts: Sequence[Local]) -> web.StreamResponse:
    def change(session: Session) -> Batch:
        now = request.app[MAILROOM].clock()
        return bring_in_places(session, signed.staff, facts, sent.shown_name, sent.why, now)

    try:
        batch = await changing(request, change)
    except ThanThienError as error:
        problem = refused(request, error)
        return _page(request, signed, problem.words, problem.status, why=sent.why)
    return to(request, _BATCH, done="places_imported", id=batch.id)


async def _of_batch(request: web.Request, *, approve: bool) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, now = int(request.match_info["id"]), request.app[MAILROOM].clock()
    step = approve_places if approve else give_up_places
    if problem := await tried(request, lambda session: step(session, sent.signed.staff, number, now)):
        return await _batch_page(request, sent.signed, problem.words, problem.status)
    return to(request, _BATCH, done="batch_published" if approve else "batch_given_up", id=number)


def _page(
    request: web.Request,
    signed: SignedIn,
    problem: str = "",
    status: int = 200,
    *,
    why: str = "",
    mistakes: Sequence[Mistake] = (),
) -> web.Response:
    megabytes = MAX_UPLOAD // 1024 // 1024
    return show(
        request, signed, "places_file", status, problem=problem, why=why, mistakes=mistakes, megabytes=megabytes
    )


async def _batch_page(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    number, staff = int(request.match_info["id"]), signed.staff

    def read(session: Session) -> tuple[Batch, list[Line]]:
        batch, rows = places_of(session, staff, number)
        return batch, lines_of(request, staff, session, rows)

    batch, lines = await reading(request, read)
    waiting = [line for line in lines if line.waits]
    return show(
        request,
        signed,
        "places_batch",
        status,
        batch=batch,
        lines=lines,
        waiting=len(waiting),
        approves=bool(waiting) and all(line.approves for line in waiting),
        mine=batch.author_id == staff.id,
        problem=problem,
    )
