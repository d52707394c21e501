"""``POST /zalo/webhook``: an event is checked, written down, and only then answered 200, within two seconds.

Whoever cannot prove to be Zalo gets 401 and nothing is written; while the database is in trouble Zalo gets 503
and comes again.
"""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web

from bot.channels.zalo.events import StrangerError, read_event
from bot.channels.zalo.names import is_set
from bot.channels.zalo.signature import Key, is_recent, keys, signer
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, SETTINGS
from bot.settings import Settings
from knowledge_base.zalo.receiving import Told, write_down

PATH = "/zalo/webhook"
SIGNATURE, TIMESTAMP = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
PROBE = b"{}"  # sent without a signature when the address is registered; told nothing, we answer 200
MAX_BODY = 64 * 1024
ANSWER_WITHIN = 1.5  # seconds; Zalo waits for two

log = structlog.get_logger()


class RefusedError(Exception):
    """The event does not come from Zalo, or not for us; the reason is for our log only."""


class Gate:
    """Lets through what Zalo signed for our account, lately."""

    def __init__(self, settings: Settings) -> None:
        self._keys = keys(settings)
        self._app_id, self._oa_id = settings.zalo_app_id.strip(), settings.zalo_oa_id.strip()
        self._silence = timedelta(minutes=settings.zalo_silence_minutes)
        self._signed_with = ""  # told of once, and when it changes

    def read(self, request: web.Request, body: bytes, app: web.Application) -> Told | None:
        """What a signed event tells. Raises RefusedError."""
        event = _parsed(body)
        # The sources disagree whether the event's own timestamp is signed, or one in a header.
        own = event.get("timestamp")
        stamps = [str(own) if isinstance(own, str | int) else "", *request.headers.getall(TIMESTAMP, [])[:1]]
        stamp = self._check(signer(request.headers.get(SIGNATURE, ""), body, stamps, self._keys))
        if not is_recent(stamp, request.headers.get("num_retry"), app[MAILROOM].clock()):
            raise RefusedError("old")
        try:
            return read_event(event, self._app_id, self._oa_id, self._silence)
        except StrangerError as error:
            raise RefusedError(f"foreign {error}") from error

    def _check(self, signed: tuple[Key, str] | None) -> str:
        """The timestamp that was signed."""
        key, stamp = signed or (None, "")
        if key is None or not key.accepted:
            raise RefusedError(f"signed with {key.name}" if key else "signature")
        if self._signed_with != key.name:
            self._signed_with = key.name
            log.info("zalo_webhook_signed", secret=key.name)
        return stamp


GATE = web.AppKey("zalo_gate", Gate)


def add_routes(app: web.Application) -> None:
    """Add the webhook; without Zalo it is not found."""
    if is_set(app[SETTINGS]):
        app[GATE] = Gate(app[SETTINGS])
    app.router.add_post(PATH, webhook)


@guarded(Guard.PUBLIC)  # Zalo's signature is the proof
async def webhook(request: web.Request) -> web.Response:
    """200 once the event is written down, or is none of ours to act on."""
    if GATE not in request.app:
        return _answer(HTTPStatus.NOT_FOUND)
    if (request.content_length or 0) > MAX_BODY:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await _take(request)
    except TimeoutError:
        log.error("zalo_event_too_slow")
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE)


async def _take(request: web.Request) -> web.Response:
    try:
        body = await request.read()
        if body == PROBE and SIGNATURE not in request.headers:
            return _answer(HTTPStatus.OK)
        told = request.app[GATE].read(request, body, request.app)
    except web.HTTPRequestEntityTooLarge:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except RefusedError as error:
        log.warning("zalo_webhook_refused", reason=str(error))
        return _answer(HTTPStatus.UNAUTHORIZED)
    if told is None:
        return _answer(HTTPStatus.OK)
    try:
        await asyncio.to_thread(_write, request.app, told)
    except Exception:
        log.exception("zalo_event_unwritten")
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE)
    request.app[MAILROOM].arrived.ring()
    return _answer(HTTPStatus.OK)


def _write(app: web.Application, told: Told) -> None:
    mailroom = app[MAILROOM]
    with mailroom.database.transaction() as session:
        write_down(session, told, mailroom.clock())


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError("unreadable") from error
    if not isinstance(event, dict):
        raise RefusedError("unreadable")
    return event


def _answer(status: HTTPStatus) -> web.Response:
    return web.Response(status=status)
