"""Routes of the drafts: the page to fill in, and the file that comes straight back.

Nothing typed is stored: it lives in the request alone. It is sent only in a POST's body, never in an address, and never
reaches a log, not even when making the file fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import structlog
from aiohttp import web

from bot.drafts.address import PATH
from bot.drafts.docx_file import to_docx
from bot.drafts.pdf_file import to_pdf
from bot.drafts.words import Words
from bot.guard.address import address_of
from bot.guard.rates import Rate
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from bot.site.pages import page
from knowledge_base.clock import today
from knowledge_base.drafts.loader import load_drafts
from knowledge_base.drafts.paper import Paper, fill
from knowledge_base.drafts.schema import Draft
from knowledge_base.drafts.values import Checked, check
from knowledge_base.errors import InvalidInputError, NotFoundError, ThanThienError
from knowledge_base.procedures.schema import ProcedureDocument

A_MINUTE = 30
"""Files one address may have made within a minute; a service centre's computers share one address."""
FORM_TYPE = "application/x-www-form-urlencoded"  # not multipart: a file in it would be written to a disk

RATE = web.AppKey("draft_rate", Rate)
MAKERS: dict[str, tuple[str, Callable[[Paper, Words], bytes]]] = {
    "pdf": ("application/pdf", to_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
}

log = structlog.get_logger()


class DraftFailedError(ThanThienError):
    """The file could not be made."""

    key = "draft.failed"


def add_routes(app: web.Application) -> None:
    """Put the drafts into the application."""
    app[RATE] = Rate(A_MINUTE)
    app.router.add_get(f"{PATH}/{{code}}", blank)
    app.router.add_post(f"{PATH}/{{code}}", make)


@guarded(Guard.PUBLIC)
async def blank(request: web.Request) -> web.Response:
    """The empty page."""
    draft, document = await _draft(request)
    return _page(request, draft, document, Checked())


@guarded(Guard.PUBLIC)
async def make(request: web.Request) -> web.Response:
    """The file; or the page again with what is wrong. Writes nothing, so needs no CSRF secret."""
    request.app[RATE].check(address_of(request))
    draft, document = await _draft(request)
    typed = await _typed(request)
    checked = check(draft, typed, today(request.app[MAILROOM].clock))
    if checked.problems:
        return _page(request, draft, document, checked)
    return await _file(request, draft, document, checked.values, typed.get("format", "pdf"))


async def _draft(request: web.Request) -> tuple[Draft, ProcedureDocument]:
    code = request.match_info["code"]
    draft = load_drafts().get(code)
    document = (await asyncio.to_thread(request.app[LIBRARY].current)).told.get(code)
    if draft is None or document is None:
        raise NotFoundError
    return draft, document


async def _typed(request: web.Request) -> Mapping[str, str]:
    if request.content_type != FORM_TYPE:
        raise InvalidInputError
    with _unspoken():
        return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}


async def _file(
    request: web.Request, draft: Draft, document: ProcedureDocument, values: Mapping[str, str], kind: str
) -> web.Response:
    if kind not in MAKERS:
        raise InvalidInputError
    content_type, maker = MAKERS[kind]
    with _unspoken():
        body = await asyncio.to_thread(maker, fill(draft, values), Words.of(request.app[TEXTS]))
    name = f'attachment; filename="to-khai-nhap-{document.code}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return web.Response(body=body, content_type=content_type, headers=headers)


@contextmanager
def _unspoken() -> Iterator[None]:
    """Let no message of an error reach the log: it may quote what was typed."""
    try:
        yield
    except web.HTTPException:
        raise
    except Exception as error:
        log.error("draft_failed", kind=type(error).__name__)
        failed = DraftFailedError()
    else:
        return
    raise failed


def _page(request: web.Request, draft: Draft, document: ProcedureDocument, checked: Checked) -> web.Response:
    status = 422 if checked.problems else 200
    return page(request, "drafts/draft.html", status=status, draft=draft, document=document, checked=checked)
