"""Signing in and out."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.access import HOME, fields_of, own_page, require_staff
from bot.desk.keys import SIGN_IN_RATE
from bot.guard import csrf
from bot.guard.address import address_of
from bot.guard.routes import Guard, guarded
from bot.guard.sessions import (
    drop_previous,
    form_secret,
    give_form_secret,
    new_form_secret,
    remember,
    signed_in,
)
from bot.guard.sessions import sign_out as end_session
from bot.keys import MAILROOM, SETTINGS, TEXTS
from bot.site.pages import page
from knowledge_base.errors import ForbiddenError
from knowledge_base.staff import service
from knowledge_base.staff.service import TooManyTriesError


@guarded(Guard.PUBLIC)
async def show(request: web.Request) -> web.Response:
    """The sign-in page; whoever is signed in goes on to the page wanted."""
    wanted = own_page(request.query.get("tiep", HOME))
    if await signed_in(request, active=False):
        raise web.HTTPSeeOther(wanted)
    return sign_in_page(request, wanted)


@guarded(Guard.PUBLIC)
async def sign_in(request: web.Request) -> web.StreamResponse:
    """Begin a session with a new id, whatever the browser carried before."""
    request.app[SIGN_IN_RATE].check(address_of(request))
    fields = await fields_of(request)
    wanted, username = own_page(fields.get("tiep", HOME)), fields.get("username", "")
    try:
        csrf.require(request, form_secret(request), fields.get(csrf.FIELD, ""))
        token = await asyncio.to_thread(_sign_in, request, username, fields.get("password", ""))
    except web.HTTPForbidden:
        return sign_in_page(request, wanted, "desk.sign_in.expired_form", 403, username=username)
    except ForbiddenError as error:
        status = 429 if isinstance(error, TooManyTriesError) else 403
        return sign_in_page(request, wanted, error.key, status, username=username)
    response = web.Response(status=303, headers={"Location": wanted, "Cache-Control": "no-store"})
    await drop_previous(request)
    remember(request, response, token)
    return response


@guarded(Guard.STAFF)
async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session."""
    signed = await require_staff(request)
    fields = await fields_of(request)
    csrf.require(request, signed.csrf, fields.get(csrf.FIELD, ""))
    response = web.Response(status=303, headers={"Location": HOME, "Cache-Control": "no-store"})
    await end_session(request, response)
    return response


def sign_in_page(
    request: web.Request, wanted: str, problem: str = "", status: int = 200, *, username: str = "", kept: str = ""
) -> web.Response:
    """The form, with what went wrong, and text that a sign-out would have lost."""
    secret = form_secret(request) or new_form_secret()
    said = request.app[TEXTS].say(problem) if problem else ""
    context = {"wanted": wanted, "problem": said, "username": username[:64], "kept": kept, "csrf": secret}
    response = page(request, "desk/sign_in.html", status=status, **context)
    give_form_secret(request, response, secret)
    return response


def _sign_in(request: web.Request, username: str, password: str) -> str:
    mailroom, demo = request.app[MAILROOM], request.app[SETTINGS].demo
    return service.sign_in(mailroom.database, username, password, address_of(request), mailroom.clock(), demo=demo)
