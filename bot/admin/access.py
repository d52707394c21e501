"""Who edits, and the forms they send: checked before anything is done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from aiohttp import web
from sqlalchemy.orm import Session

from bot.desk.access import ADMIN, fields_of, require_staff
from bot.desk.sign_in import sign_in_page
from bot.desk.wording import role_of
from bot.guard import csrf
from bot.guard.errors import status_of
from bot.guard.roles import may
from bot.guard.routes import Guard, guard_of
from bot.guard.sessions import signed_in
from bot.keys import MAILROOM, TEXTS
from bot.site.pages import page
from knowledge_base.clock import today
from knowledge_base.errors import ThanThienError
from knowledge_base.staff.models import Staff
from knowledge_base.staff.sessions import SignedIn

MAX_FORM = 1024 * 1024  # bytes of a whole procedure, typed


@dataclass(frozen=True)
class Sent:
    """A form that may be acted on: who sent it, with what."""

    signed: SignedIn
    fields: dict[str, str]

    def number(self, name: str) -> int:
        """A number the form carries. Raises 400."""
        text = self.fields.get(name, "")
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise web.HTTPBadRequest
        return int(text)

    def text(self, name: str, limit: int = 2000) -> str:
        """A text the form carries."""
        return self.fields.get(name, "").strip()[:limit]


@dataclass(frozen=True)
class Refused:
    """A change that was not made: why, in words, and the page's status."""

    words: str
    status: int


async def require_editor(request: web.Request) -> SignedIn:
    """Who is signed in; their role was checked by the guard."""
    return await require_staff(request)


async def submitted(request: web.Request, *, limit: int = MAX_FORM) -> Sent | web.Response:
    """The form; or, of somebody signed out, the sign-in page that still shows what was typed."""
    fields = await fields_of(larger(request, limit))
    signed = await signed_in(request)
    if signed is None:
        kept = _readable(fields) if csrf.comes_from_us(request) else ""
        return sign_in_page(request, ADMIN, "desk.sign_in.ended", 401, kept=kept)
    csrf.require(request, signed.csrf, fields.get(csrf.FIELD, ""))
    return Sent(signed, fields)


def larger(request: web.Request, limit: int) -> web.Request:
    """The same request with a limit of its own for its body."""
    return request.clone(client_max_size=limit)


async def reading[T](request: web.Request, read: Callable[[Session], T]) -> T:
    """What a reading of the database gives, in a thread."""
    return await asyncio.to_thread(_read, request.app, read)


async def changing[T](request: web.Request, change: Callable[[Session], T]) -> T:
    """What a change gives, committed, in a thread."""
    return await asyncio.to_thread(_change, request.app, change)


async def tried(request: web.Request, change: Callable[[Session], object]) -> Refused | None:
    """None once a change is committed; else what stood in its way."""
    try:
        await changing(request, change)
    except ThanThienError as error:
        return refused(request, error)
    return None


def refused(request: web.Request, error: ThanThienError) -> Refused:
    """One of our own errors, as a page says it."""
    return Refused(request.app[TEXTS].say(error.key, **error.args_for_text), status_of(error))


def show(request: web.Request, signed: SignedIn, template: str, status: int = 200, **context: Any) -> web.Response:
    """A page of the editors, with what all of them need."""
    done = request.query.get("da", "")
    return page(
        request,
        f"admin/{template}.html",
        status=status,
        staff=signed.staff,
        role=role_of(signed.staff, request.app),
        csrf=signed.csrf,
        publisher=may(signed.staff, Guard.PUBLISHER),
        opens=lambda name: opens(request.app, signed.staff, name),
        done=request.app[TEXTS].say(f"admin.done.{done}") if f"admin.done.{done}" in request.app[TEXTS] else "",
        **context,
    )


def opens(app: web.Application, staff: Staff, name: str) -> bool:
    """Whether a page is theirs, for the links that lead to it."""
    guards = [guard_of(route.handler) for route in app.router[name] if route.method == "GET"]
    return all(guard is not None and may(staff, guard) for guard in guards)


def to(
    request: web.Request, name: str, done: str = "", anchor: str = "", query: str = "", **parts: Any
) -> web.Response:
    """Lead to a page after a change, so that reloading does not repeat it."""
    address = request.app.router[name].url_for(**{key: str(part) for key, part in parts.items()})
    asked = "&".join(filter(None, (query, f"da={done}" if done else "")))
    location = f"{address}{f'?{asked}' if asked else ''}{f'#{quote(anchor)}' if anchor else ''}"
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})


def day_of(request: web.Request) -> date:
    """Today in Viet Nam."""
    return today(request.app[MAILROOM].clock)


def _read[T](app: web.Application, read: Callable[[Session], T]) -> T:
    with app[MAILROOM].database.reading() as session:
        return read(session)


def _change[T](app: web.Application, change: Callable[[Session], T]) -> T:
    with app[MAILROOM].database.transaction() as session:
        return change(session)


def _readable(fields: dict[str, str]) -> str:
    """What was typed, a value a line, to be copied by hand."""
    return "\n".join(value for name, value in fields.items() if name != csrf.FIELD and len(value.strip()) > 1)
