"""Every way through a procedure's questions: what is asked, and the checklist a citizen gets at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.admin.access import changing, day_of, reading, require_editor, show, submitted, to
from bot.admin.draft_page import draft_id
from bot.admin.tree_maker import TreeFormMaker
from bot.editing.conditions import ConditionWords
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from bot.messages import Message
from bot.render import render_reply
from bot.texts import Texts
from knowledge_base.editing import drafts
from knowledge_base.editing.batches import all_codes
from knowledge_base.editing.checking import Checked, check
from knowledge_base.editing.models import Draft
from knowledge_base.editing.versions import state_on, versions_of
from knowledge_base.errors import NotFoundError
from knowledge_base.procedures.loader import composed
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.situations.checklist import checklist
from knowledge_base.situations.overview import Overview, overview
from knowledge_base.situations.reply import tell
from knowledge_base.situations.schema import Situation
from knowledge_base.staff.sessions import SignedIn

A_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """One question as the page tells it."""

    number: int
    key: str
    words: str
    only_if: str
    options: list[tuple[str, str]]  # key, label
    chosen: str


@dataclass(frozen=True)
class Way:
    """One way through: each question with its answer, and what is told at the end."""

    number: int
    answers: list[tuple[str, str]]
    told: str
    papers: int
    message: Message


@dataclass(frozen=True)
class Ways:
    """One page of the ways that were asked for."""

    overview: Overview
    questions: list[Asked]
    shown: list[Way]
    found: int
    page: int
    pages: int


@guarded(Guard.EDITOR)
async def show_draft_paths(request: web.Request) -> web.Response:
    """The ways of a draft's questions."""
    signed = await require_editor(request)
    draft, checked = await reading(request, lambda session: _checked(request, session))
    wrong = TreeFormMaker(request.app[TEXTS], draft.content, checked.problems).summary
    return await _page(request, signed, draft.content, draft.code, draft=draft, wrong=wrong)


@guarded(Guard.EDITOR)
async def show_published_paths(request: web.Request) -> web.Response:
    """The ways of the questions citizens are asked today."""
    signed = await require_editor(request)
    code = request.match_info["code"]
    content, draft = await reading(request, lambda session: _told(request, session, code))
    return await _page(request, signed, content, code, editing=draft)


@guarded(Guard.EDITOR)
async def start(request: web.Request) -> web.StreamResponse:
    """Begin a draft, or go on with the one there is, at its questions."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    code, now = request.match_info["code"], request.app[MAILROOM].clock()
    draft = await changing(request, lambda session: drafts.start(session, sent.signed.staff, code, now))
    return to(request, "admin-tree", id=draft.id)


def _checked(request: web.Request, session: Session) -> tuple[Draft, Checked]:
    draft = drafts.get(session, draft_id(request))
    return draft, check(draft.content, day_of(request), all_codes(session) | {draft.code})


def _told(request: web.Request, session: Session, code: str) -> tuple[Mapping[str, Any], Draft | None]:
    """What is told today, else the newest version; and the draft that is open."""
    rows = versions_of(session, code)
    if not rows:
        raise NotFoundError
    told = next((row for row in rows if state_on(row, day_of(request)) == "told"), rows[0])
    return told.document, drafts.open_draft(session, code)


async def _page(
    request: web.Request,
    signed: SignedIn,
    content: Mapping[str, Any],
    code: str,
    *,
    draft: Draft | None = None,
    editing: Draft | None = None,
    wrong: Sequence[tuple[str, str]] = (),
) -> web.Response:
    document = _document(content)
    situation = document.situation if document else None
    return show(
        request,
        signed,
        "tree_paths",
        code=code,
        name=content.get("name") or code,
        draft=draft,
        editing=editing,
        wrong=wrong,
        unreadable=document is None,
        ways=await asyncio.to_thread(ways, request, document, situation) if document and situation else None,
    )


def _document(content: Mapping[str, Any]) -> ProcedureDocument | None:
    """The procedure, if it has the shape of one; what its questions mean may still be wrong."""
    try:
        return ProcedureDocument.model_validate(composed(dict(content)))
    except ValidationError:
        return None


def ways(request: web.Request, document: ProcedureDocument, situation: Situation) -> Ways:
    """The ways that give the answers chosen on the page."""
    chosen = {item.key: request.query.get(f"c-{item.key}", "") for item in situation.questions}
    every = overview(situation)
    wanted = {key: option for key, option in chosen.items() if option}
    found = [way for way in every.paths if all(way.get(key) == option for key, option in wanted.items())]
    pages = max(1, -(-len(found) // A_PAGE))
    asked = request.query.get("trang", "1")
    page = min(pages, max(1, int(asked))) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    others = request.app[LIBRARY].current().documents
    first = (page - 1) * A_PAGE
    shown = [
        _way(number, document, situation, way, others, request.app[TEXTS])
        for number, way in enumerate(found[first : first + A_PAGE], start=first + 1)
    ]
    return Ways(every, _asked(situation, chosen, request.app[TEXTS]), shown, len(found), page, pages)


def _asked(situation: Situation, chosen: Mapping[str, str], texts: Texts) -> list[Asked]:
    said = ConditionWords(texts, [item.model_dump() for item in situation.questions])
    return [
        Asked(
            number,
            item.key,
            item.ask,
            said.said(item.only_if) if item.only_if else "",
            [(option.key, option.label) for option in item.options],
            chosen[item.key],
        )
        for number, item in enumerate(situation.questions, start=1)
    ]


def _way(
    number: int,
    document: ProcedureDocument,
    situation: Situation,
    answers: Mapping[str, str],
    others: Mapping[str, ProcedureDocument],
    texts: Texts,
) -> Way:
    result = checklist(situation, document, answers)
    given = [
        (item.ask, next(option.label for option in item.options if option.key == answers[item.key]))
        for item in situation.questions
        if item.key in answers
    ]
    message = render_reply(tell(result, others, Context(), []), texts)[0]
    return Way(number, given, "; ".join(result.told), len(result.record.papers), message)
