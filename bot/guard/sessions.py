"""The cookie of the signed-in staff, and the secret of the sign-in form."""

from __future__ import annotations

import asyncio
import secrets

from aiohttp import web

from bot.keys import MAILROOM, SETTINGS
from knowledge_base.staff import service, sessions
from knowledge_base.staff.sessions import SignedIn

_SESSION = "thanthien_desk"
_FORM = "thanthien_form"


async def signed_in(request: web.Request, *, active: bool = True) -> SignedIn | None:
    """Who sends this request. ``active``: a person did something, so idleness begins anew."""
    token = request.cookies.get(_name(request, _SESSION))
    if not token:
        return None
    return await asyncio.to_thread(_find, request.app, token, active)


def remember(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Give the browser its session, and make it forget the sign-in form's secret."""
    _set(request, response, _SESSION, token, samesite="Lax")
    _delete(request, response, _FORM)


async def sign_out(request: web.Request, response: web.StreamResponse) -> None:
    """End the session here and in the browser."""
    token = request.cookies.get(_name(request, _SESSION), "")
    await asyncio.to_thread(_end, request.app, token)
    _delete(request, response, _SESSION)


async def drop_previous(request: web.Request) -> None:
    """End the session the browser carried until now: a new sign-in leaves no old one behind."""
    if token := request.cookies.get(_name(request, _SESSION)):
        await asyncio.to_thread(_end, request.app, token)


def form_secret(request: web.Request) -> str:
    """The secret of this browser's sign-in form; empty if it has none."""
    return request.cookies.get(_name(request, _FORM), "")


def give_form_secret(request: web.Request, response: web.StreamResponse, secret: str) -> None:
    """Let the browser carry the secret its sign-in form must repeat."""
    _set(request, response, _FORM, secret, samesite="Strict")


def new_form_secret() -> str:
    """A secret for a sign-in form."""
    return secrets.token_urlsafe(32)


def _find(app: web.Application, token: str, active: bool) -> SignedIn | None:
    mailroom = app[MAILROOM]
    now = mailroom.clock()
    with mailroom.database.reading() as session:
        found = sessions.find(session, token, now, demo=app[SETTINGS].demo)
    if found and found.stale and active:
        with mailroom.database.transaction() as session:
            sessions.touch(session, token, now)
    return found


def _end(app: web.Application, token: str) -> None:
    mailroom = app[MAILROOM]
    with mailroom.database.transaction() as session:
        service.sign_out(session, token, mailroom.clock())


def _name(request: web.Request, name: str) -> str:
    return f"__Host-{name}" if request.app[SETTINGS].secure_cookies else name


def _set(request: web.Request, response: web.StreamResponse, name: str, value: str, *, samesite: str) -> None:
    secure = request.app[SETTINGS].secure_cookies
    response.set_cookie(_name(request, name), value, path="/", httponly=True, secure=secure, samesite=samesite)


def _delete(request: web.Request, response: web.StreamResponse, name: str) -> None:
    secure = request.app[SETTINGS].secure_cookies
    response.del_cookie(_name(request, name), path="/", httponly=True, secure=secure)
