"""The public address of a form's file."""

from __future__ import annotations

import asyncio

from aiohttp import ETag, web

from bot.guard.address import address_of
from bot.guard.rates import Rate
from bot.guard.routes import Guard, guarded
from bot.keys import FORMS, MAILROOM, SETTINGS
from knowledge_base.errors import NotFoundError
from knowledge_base.forms.answers import PATH, FormAnswers
from knowledge_base.forms.checking import TYPES
from knowledge_base.forms.library import FormsLibrary
from knowledge_base.forms.models import FormContent, OfficialForm
from knowledge_base.forms.service import content_of, current_form

A_MINUTE = 120
"""Files one address may fetch within a minute; a service centre's computers share one address."""
CACHED = "public, no-cache"
"""Kept by whoever likes, but asked for by its hash each time: a form that was taken back is gone at once."""

RATE = web.AppKey("form_rate", Rate)


class FormGoneError(NotFoundError):
    """It was taken back, or never published."""

    key = "forms.gone"


def add_routes(app: web.Application) -> None:
    """Add the address, and what offers it on pages."""
    app[RATE] = Rate(A_MINUTE)
    app[FORMS] = FormAnswers(FormsLibrary(app[MAILROOM].database).current, app[SETTINGS].address)
    app.router.add_get(PATH + r"/{form:\d{1,9}}/{name:[a-z0-9.-]{1,120}}", fetch, name="form-file")


@guarded(Guard.PUBLIC)
async def fetch(request: web.Request) -> web.Response:
    """The file; the address of a replaced one leads to its successor. Raises FormGoneError."""
    request.app[RATE].check(address_of(request))
    wanted = int(request.match_info["form"])
    form = await asyncio.to_thread(_current, request.app, wanted)
    if form.id != wanted or form.file_name != request.match_info["name"]:
        return _elsewhere(request, form)
    etag = ETag(form.sha256 or "")
    if request.if_none_match and etag in request.if_none_match:
        return _kept(web.Response(status=304), etag)
    content = await asyncio.to_thread(_content, request.app, form)
    return _kept(file_response(content, form.file_name or ""), etag)


def file_response(content: FormContent, name: str) -> web.Response:
    """A file to keep: never shown by the browser itself."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content.data, content_type=TYPES[content.kind], headers=headers)


def _elsewhere(request: web.Request, form: OfficialForm) -> web.Response:
    own = request.app.router["form-file"].url_for(form=str(form.id), name=form.file_name or "x")
    return web.Response(status=302, headers={"Location": form.url or str(own), "Cache-Control": "no-store"})


def _kept(response: web.Response, etag: ETag) -> web.Response:
    response.etag = etag
    response.headers["Cache-Control"] = CACHED
    return response


def _current(app: web.Application, wanted: int) -> OfficialForm:
    with app[MAILROOM].database.reading() as session:
        form = current_form(session, wanted)
    if form is None:
        raise FormGoneError
    return form


def _content(app: web.Application, form: OfficialForm) -> FormContent:
    with app[MAILROOM].database.reading() as session:
        content = content_of(session, form.sha256 or "")
    if content is None:
        raise FormGoneError
    return content
