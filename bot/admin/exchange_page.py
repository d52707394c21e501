"""Files out and in: YAML and Excel; what comes in waits for a second person as one batch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from bot.admin.access import day_of, reading, refused, require_editor, show, submitted, to, tried
from bot.admin.keys import IMPORTING
from bot.admin.upload import EXCEL, YAML, Upload, download, sent_file
from bot.exchange.coming_in import bring_in as bring_file_in
from bot.exchange.report import Mistake
from bot.exchange.workbook_in import UnsafeFileError
from bot.exchange.workbook_out import workbook_of
from bot.exchange.yaml_files import yaml_of
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from knowledge_base.editing import approving, batches
from knowledge_base.errors import ThanThienError
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.staff.sessions import SignedIn

MAX_UPLOAD = 12 * 1024 * 1024  # bytes


@guarded(Guard.EDITOR)
async def show_exchange(request: web.Request) -> web.Response:
    """The two ways, and what waits."""
    return await _page(request, await require_editor(request))


@guarded(Guard.EDITOR)
async def bring_in(request: web.Request) -> web.StreamResponse:
    """Take a file in; or say what is wrong with it, row by row."""
    signed, sent = await sent_file(request, MAX_UPLOAD)
    if not sent.name:
        return await _page(request, signed, request.app[TEXTS].say("exchange.no_file"), 400, why=sent.why)
    return await _taken(request, signed, sent)


@guarded(Guard.EDITOR)
async def workbook(request: web.Request) -> web.Response:
    """The procedures as Excel."""
    await require_editor(request)
    texts = request.app[TEXTS]
    return await _file(request, lambda documents: workbook_of(documents, texts), "thu-tuc.xlsx", EXCEL)


@guarded(Guard.EDITOR)
async def yaml_file(request: web.Request) -> web.Response:
    """The procedures as YAML."""
    await require_editor(request)
    return await _file(request, yaml_of, "thu-tuc.yaml", YAML)


@guarded(Guard.EDITOR)
async def show_batch(request: web.Request) -> web.Response:
    """What came in with one file."""
    return await _batch_page(request, await require_editor(request))


@guarded(Guard.PUBLISHER)
async def approve_batch(request: web.Request) -> web.StreamResponse:
    """Publish all of it."""
    return await _of_batch(request, approve=True)


@guarded(Guard.EDITOR)
async def give_up_batch(request: web.Request) -> web.StreamResponse:
    """Publish nothing of it."""
    return await _of_batch(request, approve=False)


async def _of_batch(request: web.Request, *, approve: bool) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, now, staff = int(request.match_info["id"]), request.app[MAILROOM].clock(), sent.signed.staff
    if approve:
        problem = await tried(request, lambda session: approving.approve_batch(session, staff, number, now))
    else:
        why = sent.text("why")
        problem = await tried(request, lambda session: approving.give_up_batch(session, staff, number, why, now))
    if problem is not None:
        return await _batch_page(request, sent.signed, problem.words, problem.status)
    return to(request, "admin-batch", done="batch_published" if approve else "batch_given_up", id=number)


async def _taken(request: web.Request, signed: SignedIn, sent: Upload) -> web.StreamResponse:
    app, texts, why = request.app, request.app[TEXTS], sent.why
    try:
        async with app[IMPORTING]:  # one at a time: reading a large file takes a while and a processor
            room = app[MAILROOM]
            result = await asyncio.to_thread(
                bring_file_in, room.database, texts, signed.staff, sent.data, sent.shown_name, why, room.clock()
            )
    except UnsafeFileError as error:
        return await _page(request, signed, texts.say(error.key), 400, why=why)
    except ThanThienError as error:
        problem = refused(request, error)
        return await _page(request, signed, problem.words, problem.status, why=why)
    if isinstance(result, list):
        said = texts.say("exchange.refused", count=len(result))
        return await _page(request, signed, said, 400, why=why, mistakes=result)
    return to(request, "admin-batch", done="imported", id=result)


async def _page(
    request: web.Request,
    signed: SignedIn,
    problem: str = "",
    status: int = 200,
    *,
    why: str = "",
    mistakes: Sequence[Mistake] = (),
) -> web.Response:
    waiting = await reading(request, batches.waiting_batches)
    count = len(request.app[LIBRARY].current().documents)
    return show(
        request,
        signed,
        "exchange",
        status,
        problem=problem,
        why=why,
        mistakes=mistakes,
        waiting=waiting,
        count=count,
        megabytes=MAX_UPLOAD // 1024 // 1024,
    )


async def _batch_page(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    number = int(request.match_info["id"])
    batch, drafts = await reading(request, lambda session: batches.get_batch(session, number))
    return show(
        request,
        signed,
        "batch",
        status,
        batch=batch,
        drafts=drafts,
        problem=problem,
        waiting=sum(draft.state == "submitted" for draft in drafts),
        mine=batch.author_id == signed.staff.id,
    )


async def _file(
    request: web.Request, make: Callable[[Sequence[ProcedureDocument]], bytes], name: str, kind: str
) -> web.Response:
    documents = request.app[LIBRARY].current().documents
    wanted = set(request.query.getall("ma", []))
    chosen = [document for code, document in sorted(documents.items()) if not wanted or code in wanted]
    body = await asyncio.to_thread(make, chosen)
    return download(body, f"{day_of(request).isoformat()}-{name}", kind)
