"""Routes of the checklists: a page to print, and the same as a document."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.checklists.document import to_docx
from bot.checklists.links import PATH, ChecklistLinks
from bot.checklists.page import ChecklistPage, page_of
from bot.drafts.address import draft_path
from bot.guard.address import address_of
from bot.guard.rates import Rate
from bot.guard.routes import Guard, guarded
from bot.keys import FORMS, LIBRARY, MAILROOM, SETTINGS, TEXTS
from bot.site.pages import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_MINUTE = 60
"""Checklists one address may look at within a minute; signed addresses cannot be guessed anyway."""

LINKS = web.AppKey("checklist_links", ChecklistLinks)
RATE = web.AppKey("checklist_rate", Rate)


def add_routes(app: web.Application) -> None:
    """Put the checklists into the application."""
    app[LINKS] = ChecklistLinks.of(app[SETTINGS])
    app[RATE] = Rate(A_MINUTE)
    app.router.add_get(f"{PATH}/{{token}}/ho-so.docx", document)
    app.router.add_get(f"{PATH}/{{token}}", show)


@guarded(Guard.PUBLIC)
async def show(request: web.Request) -> web.Response:
    """The page; whoever holds its address may see it, search engines may not keep it."""
    checklist = await _checklist(request)
    response = page(
        request,
        "checklists/checklist.html",
        checklist=checklist,
        token=request.match_info["token"],
        draft=draft_path(checklist.code),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@guarded(Guard.PUBLIC)
async def document(request: web.Request) -> web.Response:
    """The DOCX file."""
    checklist = await _checklist(request)
    body = await asyncio.to_thread(to_docx, checklist, request.app[TEXTS])
    headers = {
        "Content-Disposition": f'attachment; filename="ho-so-{checklist.code}.docx"',
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    return web.Response(body=body, content_type=DOCX, headers=headers)


async def _checklist(request: web.Request) -> ChecklistPage:
    app = request.app
    app[RATE].check(address_of(request))
    now = app[MAILROOM].clock()
    told = app[LINKS].read(request.match_info["token"], now)
    known = await asyncio.to_thread(app[LIBRARY].current)
    return await asyncio.to_thread(page_of, told, known, app[TEXTS], now, app[FORMS].blocks)
