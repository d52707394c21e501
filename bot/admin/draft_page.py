"""The form of a draft: every press of a button keeps what was typed, whether it is right or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, day_of, reading, require_editor, show, submitted, to
from bot.admin.comparing import PartDifferences, compared
from bot.admin.form import FormMaker
from bot.admin.row_buttons import after_the_button
from bot.editing.reading import content_from, rows_from
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import MAILROOM, TEXTS
from knowledge_base.editing import drafts
from knowledge_base.editing.batches import all_codes
from knowledge_base.editing.checking import Checked, check
from knowledge_base.editing.errors import StaleDraftError
from knowledge_base.editing.models import Draft, DraftState
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.procedures.service import newest_number
from knowledge_base.procedures.shape import PARTS
from knowledge_base.staff.sessions import SignedIn

_PARTS = {part.name for part in PARTS if part.many}
MAX_WHY = 1000


@dataclass(frozen=True)
class Typed:
    """What the form shows instead of what is stored, and why."""

    content: Mapping[str, Any] | None = None
    why: str = ""
    problem: str = ""
    status: int = 200
    adding: str = ""  # a part that gets a blank row
    theirs: list[PartDifferences] = field(default_factory=list)  # what somebody else saved meanwhile
    checked: bool = False  # show what is wrong


@guarded(Guard.EDITOR)
async def show_draft(request: web.Request) -> web.StreamResponse:
    """The form, or the review if the draft is out of its writers' hands."""
    signed = await require_editor(request)
    draft = await reading(request, lambda session: drafts.get(session, draft_id(request)))
    if draft.state != DraftState.DRAFT:
        return to(request, "admin-review", id=draft.id)
    return await render(request, signed, Typed(checked="kiem" in request.query))


@guarded(Guard.EDITOR)
async def save(request: web.Request) -> web.StreamResponse:
    """Keep what was typed; then add or move a row, or go on to the review."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    content = edited(sent.fields)
    why, now, number = sent.text("why", MAX_WHY), request.app[MAILROOM].clock(), draft_id(request)
    revision, base = sent.number("revision"), sent.number("base")
    try:
        await changing(
            request,
            lambda session: drafts.save(
                session, sent.signed.staff, number, revision, content, why, now, base=base or None
            ),
        )
    except NotFoundError:
        raise
    except ThanThienError as error:
        return await _not_saved(request, sent, content, why, error)
    return await _saved(request, sent)


def edited(fields: Mapping[str, str]) -> dict[str, Any]:
    """The content typed, with a row taken out or moved up if that was the button pressed."""
    return content_from(rows_from(after_the_button(fields)))


async def render(request: web.Request, signed: SignedIn, typed: Typed) -> web.Response:
    """The page around what was typed."""
    draft, newest, known = await reading(request, lambda session: _held(session, draft_id(request)))
    content = {**(typed.content if typed.content is not None else draft.content), "code": draft.code}
    found = check(content, day_of(request), known | {draft.code}) if typed.checked else Checked(None, [])
    return show(
        request,
        signed,
        "draft",
        typed.status,
        draft=draft,
        form=FormMaker(request.app[TEXTS]).make(content, found.problems, typed.adding),
        name=content.get("name") or draft.code,
        why=typed.why if typed.content is not None else draft.why,
        problem=typed.problem,
        theirs=typed.theirs,
        newest=newest,
        moved=(draft.base_version or 0) != newest,
        adding=typed.adding,
        limit=MAX_WHY,
    )


def draft_id(request: web.Request) -> int:
    """The draft the address names."""
    return int(request.match_info["id"])


async def _saved(request: web.Request, sent: Sent) -> web.StreamResponse:
    number = draft_id(request)
    match sent.fields.get("lam", "").split(":"):
        case ["them", part] if part in _PARTS:
            return await render(request, sent.signed, Typed(adding=part))
        case ["xoa" | "len", part, _] if part in _PARTS:
            return to(request, "admin-draft", anchor=f"part-{part}", id=number)
        case ["xem"]:
            return to(request, "admin-review", id=number)
    return to(request, "admin-draft", done="saved", id=number)


async def _not_saved(
    request: web.Request, sent: Sent, content: dict[str, Any], why: str, error: ThanThienError
) -> web.StreamResponse:
    """Everything typed is still there; with what somebody else saved meanwhile."""
    said = request.app[TEXTS].say(error.key, **error.args_for_text)
    theirs: list[PartDifferences] = []
    if isinstance(error, StaleDraftError):
        draft = await reading(request, lambda session: drafts.get(session, draft_id(request)))
        theirs = compared(request.app[TEXTS], draft.content, {**content, "code": draft.code})
    return await render(request, sent.signed, Typed(content, why, said, status_of(error), theirs=theirs))


def _held(session: Session, number: int) -> tuple[Draft, int, set[str]]:
    draft = drafts.get(session, number)
    return draft, newest_number(session, draft.code), all_codes(session)
