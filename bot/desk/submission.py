"""A form sent from a ticket's page, checked before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.desk.access import fields_of
from bot.desk.answering import tidy
from bot.desk.sign_in import sign_in_page
from bot.desk.ticket_page import Typed, render
from bot.guard import csrf
from bot.guard.sessions import signed_in
from bot.keys import TEXTS
from knowledge_base.staff.sessions import SignedIn


@dataclass(frozen=True)
class Submission:
    """Who sent it, about which version of which ticket, with what text."""

    signed: SignedIn
    code: str
    version: int
    seen: int
    text: str


async def submitted(request: web.Request) -> Submission | web.Response:
    """The form; or, if it may not be acted on, a page that says why and still shows the text typed."""
    fields = await fields_of(request)
    text = tidy(fields.get("text", ""))
    signed = await signed_in(request)
    if signed is None:
        return _signed_out(request, text)
    try:
        csrf.require(request, signed.csrf, fields.get(csrf.FIELD, ""))
    except web.HTTPForbidden:
        return await _stale(request, signed, text)
    version, seen = _number(fields.get("version", "")), _number(fields.get("seen", "0"))
    return Submission(signed, request.match_info["code"], version, seen, text)


def _signed_out(request: web.Request, text: str) -> web.Response:
    ticket = str(request.app.router["desk-ticket"].url_for(code=request.match_info["code"]))
    kept = text if csrf.comes_from_us(request) else ""
    return sign_in_page(request, ticket, "desk.sign_in.ended", 401, kept=kept)


async def _stale(request: web.Request, signed: SignedIn, text: str) -> web.Response:
    """Signed in anew since the page was opened. What another site sent is never shown."""
    if not csrf.comes_from_us(request):
        raise web.HTTPForbidden
    said = request.app[TEXTS].say("desk.form_stale")
    return await render(request, signed, Typed(problem=said, status=403, unsent=text))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise web.HTTPBadRequest
    return int(text)
