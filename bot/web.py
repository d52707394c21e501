"""The web application: its parts, guards and routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot import admin, desk, webchat, widget
from bot.channels import zalo
from bot.checklists import routes as checklists
from bot.drafts import routes as drafts
from bot.forms import routes as forms
from bot.guard.errors import error_middleware
from bot.guard.headers import add_headers
from bot.guard.roles import role_middleware
from bot.guard.routes import Guard, guarded
from bot.keys import HEALTH, LIBRARY, MAILROOM, PULLED, SETTINGS, TEXTS, UNITS
from bot.mailroom import Mailroom
from bot.opendata import routes as opendata
from bot.settings import Settings
from bot.site import pages
from bot.texts import Texts
from knowledge_base.procedures.library import Library
from knowledge_base.units.service import Units

MAX_BODY = 64 * 1024  # bytes; anything larger is refused before it is read whole


def make_app(
    settings: Settings,
    mailroom: Mailroom,
    texts: Texts,
    *,
    library: Library,
    units: Units,
    pulled: frozenset[str],
    health: Callable[[], Awaitable[bool]],
) -> web.Application:
    """Everything citizens and officers reach by HTTP."""
    app = web.Application(middlewares=[error_middleware, role_middleware], client_max_size=MAX_BODY)
    app[SETTINGS], app[MAILROOM], app[TEXTS] = settings, mailroom, texts
    app[LIBRARY], app[UNITS], app[PULLED], app[HEALTH] = library, units, pulled, health
    app.on_response_prepare.append(add_headers)
    pages.set_up(app)
    app.router.add_get("/healthz", healthz)
    webchat.add_routes(app)
    widget.add_routes(app)
    desk.add_routes(app)
    admin.add_routes(app)
    checklists.add_routes(app)
    drafts.add_routes(app)
    forms.add_routes(app)
    opendata.add_routes(app)
    zalo.add_routes(app)
    return app


@guarded(Guard.PUBLIC)
async def healthz(request: web.Request) -> web.Response:
    """200 once a citizen's question would be answered in full, else 503."""
    healthy = await request.app[HEALTH]()
    body = {"status": "ok" if healthy else "starting"}
    return web.json_response(body, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})
