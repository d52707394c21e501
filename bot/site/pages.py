"""Renders pages: one Jinja environment with a folder of templates and of static files per part of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.keys import TEXTS

BOT = Path(__file__).parents[1]
PARTS = ("site", "webchat", "desk", "admin", "checklists", "drafts", "opendata")
"""Folders of ``bot/``; ``templates`` are used as ``part/page.html``, ``static`` is served under ``/static/part``."""


_HOMES = {"/can-bo": "desk", "/quan-tri": "admin"}


def set_up(app: web.Application) -> None:
    """Give the application its templates and static files."""
    loader = jinja2.PrefixLoader({part: jinja2.FileSystemLoader(BOT / part / "templates") for part in PARTS})
    environment = aiohttp_jinja2.setup(
        app, loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    for part in PARTS:
        app.router.add_static(f"/static/{part}", BOT / part / "static", name=f"static-{part}")
    environment.globals.update(t=app[TEXTS].say, static=lambda path: static_url(app, path))


def static_url(app: web.Application, path: str) -> str:
    """Address of ``part/file``, with its content's hash, so that browsers may keep it forever."""
    part, _, file = path.partition("/")
    resource = app.router[f"static-{part}"]
    assert isinstance(resource, web.StaticResource)
    return str(resource.url_for(filename=file, append_version=True))


def page(request: web.Request, template: str, status: int = 200, **context: Any) -> web.Response:
    """A page. Never kept by a cache: it may hold what belongs to one person."""
    response = aiohttp_jinja2.render_template(template, request, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def error_page(request: web.Request, status: int, key: str, **args: str | int) -> web.Response:
    """A page that says kindly what went wrong."""
    message = request.app[TEXTS].say(key, **args)
    home = next((part for path, part in _HOMES.items() if request.path.startswith(path)), "")
    return page(request, "site/error.html", status=status, message=message, home=home)
