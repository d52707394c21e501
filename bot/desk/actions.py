"""What an officer does with a ticket: take, give back, look at the answer before sending, answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from sqlalchemy.orm import Session

from bot.desk.answering import Answering
from bot.desk.submission import Submission, submitted
from bot.desk.ticket_page import Typed, render
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, PULLED, TEXTS, UNITS
from bot.messages import Message
from bot.site.pages import page
from knowledge_base.conversations.models import Conversation
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.tickets import service as tickets
from knowledge_base.tickets.models import Ticket

type Change = Callable[[web.Application, Session, Submission], Ticket]


@guarded(Guard.OFFICER)
async def take(request: web.Request) -> web.StreamResponse:
    """Take the ticket; of two officers the second reads that it is taken."""
    return await _change(request, _take, "take")


@guarded(Guard.OFFICER)
async def release(request: web.Request) -> web.StreamResponse:
    """Give the ticket back to the colleagues."""
    return await _change(request, _release, "release")


@guarded(Guard.OFFICER)
async def answer(request: web.Request) -> web.StreamResponse:
    """Send the answer to the citizen."""
    return await _change(request, _answer, "answer")


@guarded(Guard.OFFICER)
async def preview(request: web.Request) -> web.StreamResponse:
    """What the citizen would read; changes nothing. The page's script asks for the part alone."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    message, changed = await asyncio.to_thread(_preview, request.app, sent)
    if request.headers.get("X-Part") == "preview":
        return page(request, "desk/preview.html", message=message, changed=changed)
    return await render(request, sent.signed, Typed(sent.text, seen=sent.seen, preview=message))


async def _change(request: web.Request, change: Change, done: str) -> web.StreamResponse:
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    try:
        ticket = await asyncio.to_thread(_in_transaction, request.app, sent, change)
    except NotFoundError:
        raise
    except ThanThienError as error:
        said = request.app[TEXTS].say(error.key, **error.args_for_text)
        return await render(
            request, sent.signed, Typed(sent.text, seen=sent.seen, problem=said, status=status_of(error))
        )
    request.app[MAILROOM].posted(ticket.conversation_id)
    address = request.app.router["desk-ticket"].url_for(code=ticket.code).with_query(da=done)
    return web.Response(status=303, headers={"Location": str(address), "Cache-Control": "no-store"})


def _in_transaction(app: web.Application, sent: Submission, change: Change) -> Ticket:
    with app[MAILROOM].database.transaction() as session:
        return change(app, session, sent)


def _take(app: web.Application, session: Session, sent: Submission) -> Ticket:
    return tickets.take(session, sent.signed.staff, sent.code, sent.version, app[MAILROOM].clock())


def _release(app: web.Application, session: Session, sent: Submission) -> Ticket:
    return tickets.release(session, sent.signed.staff, sent.code, sent.version, app[MAILROOM].clock())


def _answer(app: web.Application, session: Session, sent: Submission) -> Ticket:
    staff, now = sent.signed.staff, app[MAILROOM].clock()
    ticket = tickets.get_for(session, staff, sent.code)
    channel = session.get_one(Conversation, ticket.conversation_id).channel
    body = _message(app, ticket, sent).model_dump(mode="json")
    return tickets.answer(session, staff, sent.code, sent.version, sent.text, body, channel in app[PULLED], now)


def _preview(app: web.Application, sent: Submission) -> tuple[Message, bool]:
    with app[MAILROOM].database.reading() as session:
        ticket = tickets.get_for(session, sent.signed.staff, sent.code)
    return _message(app, ticket, sent), ticket.version != sent.version


def _message(app: web.Application, ticket: Ticket, sent: Submission) -> Message:
    return Answering(app[TEXTS], app[UNITS]).message(ticket, sent.signed.staff, sent.text, app[MAILROOM].clock())
