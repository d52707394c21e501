"""Recalls: who was told something that turned out wrong, and the correction they get."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, reading, refused, require_editor, show, submitted, to, tried
from bot.admin.recall_view import Line, Reached, document_of, lines, message_of, name_of, reached
from bot.editing.reading import tidy
from bot.editing.words import moment
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, PULLED, TEXTS
from bot.render import to_plain
from knowledge_base.errors import ThanThienError
from knowledge_base.recalls import service
from knowledge_base.recalls.models import Recall, RecallState
from knowledge_base.recalls.told import told
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.vocabulary import Aspect

TOLD_ABOUT = tuple(aspect for aspect in Aspect if aspect is not Aspect.OVERVIEW)


@guarded(Guard.EDITOR)
async def show_recalls(request: web.Request) -> web.Response:
    """The recalls there are, the form, and who was told what the form asks for."""
    signed = await require_editor(request)
    query = request.query
    typed = {"code": query.get("ma", "")[:8], "days": query.get("ngay", "7")[:3], "text": ""}
    return await _page(request, signed, typed, query.getall("noi-dung", []))


@guarded(Guard.EDITOR)
async def write(request: web.Request) -> web.StreamResponse:
    """Keep the correction as a draft; nobody is told anything yet."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    typed = {"code": sent.text("code", 8), "days": sent.text("days", 3), "text": tidy(sent.text("text", 3000))}
    aspects = [aspect for aspect in TOLD_ABOUT if sent.fields.get(f"aspect-{aspect}")]
    now = request.app[MAILROOM].clock()
    try:
        if typed["code"] not in request.app[LIBRARY].current().documents:
            raise service.BadRecallError(days=service.MAX_DAYS, limit=service.MAX_TEXT)
        recall = await changing(request, lambda session: _draft(session, sent, typed, aspects, now))
    except ThanThienError as error:
        problem = refused(request, error)
        return await _page(request, sent.signed, typed, aspects, problem.words, problem.status)
    return to(request, "admin-recall", id=recall.id)


@guarded(Guard.EDITOR)
async def show_recall(request: web.Request) -> web.Response:
    """One recall: what will be said on each channel, to how many; or how it went."""
    signed = await require_editor(request)
    return await _one(request, signed)


@guarded(Guard.PUBLISHER)
async def confirm(request: web.Request) -> web.StreamResponse:
    """The second confirmation: send it; or carry on with one that was broken off."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number = int(request.match_info["id"])
    if not sent.fields.get("sure"):
        return await _one(request, sent.signed, request.app[TEXTS].say("upkeep.recall.tick"), 400)
    if problem := await tried(request, lambda session: _confirm(request, session, sent, number)):
        return await _one(request, sent.signed, problem.words, problem.status)
    await send(request.app, number)
    return to(request, "admin-recall", done="recalled", id=number)


@guarded(Guard.EDITOR)
async def discard(request: web.Request) -> web.StreamResponse:
    """Give a draft up."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, now = int(request.match_info["id"]), request.app[MAILROOM].clock()
    if problem := await tried(request, lambda session: service.discard(session, sent.signed.staff, number, now)):
        return await _one(request, sent.signed, problem.words, problem.status)
    return to(request, "admin-recalls", done="recall_discarded")


async def send(app: web.Application, recall_id: int) -> None:
    """Write the message to everybody it is for, portion by portion, and wake whoever waits for it."""
    done = False
    while not done:
        portion = await asyncio.to_thread(_send_portion, app, recall_id)
        for conversation_id in portion.posted:
            app[MAILROOM].posted(conversation_id)
        done = portion.done


def _send_portion(app: web.Application, recall_id: int) -> service.Portion:
    mailroom, pulled = app[MAILROOM], app[PULLED]
    with mailroom.database.transaction() as session:
        return service.send_portion(session, recall_id, pulled, mailroom.clock())


def _draft(session: Session, sent: Sent, typed: dict[str, str], aspects: Sequence[str], now: datetime) -> Recall:
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdecimal() else 0
    return service.draft(session, sent.signed.staff, typed["code"], aspects, days, typed["text"], now)


def _confirm(request: web.Request, session: Session, sent: Sent, number: int) -> None:
    recall = service.get(session, number)
    if recall.state == RecallState.CONFIRMED:  # broken off: it only carries on
        return
    body = message_of(request.app, recall).model_dump(mode="json")
    service.confirm(session, sent.signed.staff, number, body, request.app[MAILROOM].clock())


async def _page(
    request: web.Request,
    signed: SignedIn,
    typed: dict[str, str],
    aspects: Sequence[str],
    problem: str = "",
    status: int = 200,
) -> web.Response:
    chosen = [aspect for aspect in TOLD_ABOUT if aspect in aspects]
    document = document_of(request.app, typed["code"])
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdecimal() else 0
    since = request.app[MAILROOM].clock() - timedelta(days=min(days, service.MAX_DAYS))

    def read(session: Session) -> tuple[Reached | None, list[Line]]:
        found = reached(request.app, told(session, typed["code"], chosen, since)) if document and days else None
        return found, lines(request.app, session)

    who, held = await reading(request, read)
    documents = request.app[LIBRARY].current().documents
    return show(
        request,
        signed,
        "recalls",
        status,
        typed=typed,
        chosen=chosen,
        aspects=TOLD_ABOUT,
        document=document,
        reached=who,
        lines=held,
        names=sorted((one.name, code) for code, one in documents.items()),
        problem=problem,
        limit=service.MAX_TEXT,
        max_days=service.MAX_DAYS,
    )


async def _one(request: web.Request, signed: SignedIn, problem: str = "", status: int = 200) -> web.Response:
    number = int(request.match_info["id"])

    def read(session: Session) -> tuple[Recall, Reached, service.Result]:
        recall = service.get(session, number)
        found = told(session, recall.code, recall.aspects, recall.since)
        return recall, reached(request.app, found), service.result(session, recall)

    recall, who, result = await reading(request, read)
    message = message_of(request.app, recall)
    return show(
        request,
        signed,
        "recall",
        status,
        recall=recall,
        name=name_of(request.app, recall.code),
        reached=who,
        result=result,
        message=message,
        plain=to_plain(message),
        since=moment(recall.since),
        problem=problem,
    )
