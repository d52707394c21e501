"""What is done with a draft: submit, take back, give up; a second person approves or gives it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, submitted, to
from bot.admin.draft_page import draft_id
from bot.admin.review_page import render
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS
from knowledge_base.editing import approving, drafts
from knowledge_base.editing.errors import BadDayError
from knowledge_base.errors import NotFoundError, ThanThienError

type Step = Callable[[Session, Sent, int, datetime], object]


@guarded(Guard.EDITOR)
async def submit(request: web.Request) -> web.StreamResponse:
    """Hand it to a second person."""

    def step(session: Session, sent: Sent, number: int, now: datetime) -> object:
        return drafts.submit(session, sent.signed.staff, number, sent.number("revision"), now)

    return await _step(request, step, "submitted")


@guarded(Guard.EDITOR)
async def take_back(request: web.Request) -> web.StreamResponse:
    """Go on writing."""

    def step(session: Session, sent: Sent, number: int, now: datetime) -> object:
        return drafts.take_back(session, sent.signed.staff, number, sent.number("revision"), now)

    return await _step(request, step, "taken_back")


@guarded(Guard.EDITOR)
async def discard(request: web.Request) -> web.StreamResponse:
    """Give it up."""

    def step(session: Session, sent: Sent, number: int, now: datetime) -> object:
        return drafts.discard(session, sent.signed.staff, number, sent.number("revision"), sent.text("why"), now)

    return await _step(request, step, "discarded")


@guarded(Guard.PUBLISHER)
async def approve(request: web.Request) -> web.StreamResponse:
    """Publish it, now or from a day on."""

    def step(session: Session, sent: Sent, number: int, now: datetime) -> object:
        revision, remark = sent.number("revision"), sent.text("why")
        return approving.approve(session, sent.signed.staff, number, revision, _day(sent), now, remark=remark)

    return await _step(request, step, "published")


@guarded(Guard.PUBLISHER)
async def reject(request: web.Request) -> web.StreamResponse:
    """Give it back, with the reason."""

    def step(session: Session, sent: Sent, number: int, now: datetime) -> object:
        return approving.reject(session, sent.signed.staff, number, sent.number("revision"), sent.text("why"), now)

    return await _step(request, step, "rejected")


async def _step(request: web.Request, step: Step, done: str) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    number, now = draft_id(request), request.app[MAILROOM].clock()
    try:
        await changing(request, lambda session: step(session, sent, number, now))
    except NotFoundError:
        raise
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await render(request, sent.signed, said, status_of(error), why=sent.text("why"))
    return to(request, "admin-review", done=done, id=number)


def _day(sent: Sent) -> date | None:
    """The day chosen; None for at once."""
    if sent.fields.get("khi") != "ngay-khac":
        return None
    try:
        return date.fromisoformat(sent.fields.get("day", ""))
    except ValueError as error:
        raise BadDayError from error
