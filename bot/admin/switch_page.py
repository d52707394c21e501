"""Switching topics and channels off and on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import changing, reading, require_editor, show, submitted, to
from bot.editing.words import moment
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from knowledge_base.clock import VIETNAM
from knowledge_base.editing.checking import field_names
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.staff.service import names_of
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.switches.channels import CHANNELS
from knowledge_base.switches.models import Switch, SwitchKind
from knowledge_base.switches.service import EVERYTHING, MAX_REASON, PastError, active, switch_off, switch_on

TYPED = ("scope", "code", "field", "channel", "reason", "until")
SCOPES = {"procedure": "code", "field": "field", "channel": "channel"}
"""Where each scope's subject was typed."""


@dataclass(frozen=True)
class Line:
    """One switch in words."""

    id: int
    subject: str
    reason: str
    since: str
    who: str
    until: str


@guarded(Guard.PUBLISHER)
async def show_switches(request: web.Request) -> web.Response:
    """What is off, and the form."""
    signed = await require_editor(request)
    return await _page(request, signed, {"scope": "procedure", "code": request.query.get("ma", "")[:8]})


@guarded(Guard.PUBLISHER)
async def turn_off(request: web.Request) -> web.StreamResponse:
    """Off, from the next question on."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    typed = {name: sent.text(name, 1000) for name in TYPED}
    subject = typed[SCOPES[typed["scope"]]] if typed["scope"] in SCOPES else EVERYTHING
    staff, now = sent.signed.staff, request.app[MAILROOM].clock()
    try:
        until = _until(typed["until"])
        await changing(request, lambda session: switch_off(session, staff, subject, typed["reason"], until, now))
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await _page(request, sent.signed, typed, said, status_of(error))
    return to(request, "admin-switches", done="channel_off" if typed["scope"] == "channel" else "switched_off")


@guarded(Guard.PUBLISHER)
async def turn_on(request: web.Request) -> web.StreamResponse:
    """On again; who comes second finds it on already."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, now = int(request.match_info["id"]), request.app[MAILROOM].clock()
    try:
        await changing(request, lambda session: switch_on(session, sent.signed.staff, number, now))
    except NotFoundError:
        return to(request, "admin-switches")
    return to(request, "admin-switches", done="switched_on")


async def _page(
    request: web.Request, signed: SignedIn, typed: dict[str, str], problem: str = "", status: int = 200
) -> web.Response:
    lines = await reading(request, lambda session: _lines(request, session))
    documents = request.app[LIBRARY].current().documents
    names = sorted((document.name, code) for code, document in documents.items())
    return show(
        request,
        signed,
        "switches",
        status,
        lines=lines,
        typed={**dict.fromkeys(TYPED, ""), **typed},
        problem=problem,
        fields=field_names(),
        channels={name: request.app[TEXTS].say(f"channel.name.{name}") for name in CHANNELS},
        names=names,
        limit=MAX_REASON,
    )


def _lines(request: web.Request, session: Session) -> list[Line]:
    held = active(session, request.app[MAILROOM].clock())
    people = names_of(session, {switch.staff_id for switch in held if switch.staff_id})
    return [
        Line(
            id=switch.id,
            subject=_subject(request, switch),
            reason=switch.reason,
            since=moment(switch.created_at),
            who=people.get(switch.staff_id or 0, request.app[TEXTS].say("admin.log.machine")),
            until=moment(switch.until) if switch.until else "",
        )
        for switch in held
    ]


def _subject(request: web.Request, switch: Switch) -> str:
    if switch.kind == SwitchKind.ALL:
        return request.app[TEXTS].say("admin.switch.everything")
    if switch.kind == SwitchKind.CHANNEL:
        name = request.app[TEXTS].say(f"channel.name.{switch.subject}")
        return request.app[TEXTS].say("admin.switch.of_channel", name=name)
    if switch.kind == SwitchKind.FIELD:
        return field_names().get(switch.subject, switch.subject)
    document = request.app[LIBRARY].current().documents.get(switch.subject)
    return f"{document.name} ({switch.subject})" if document else switch.subject


def _until(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise PastError from error
