"""The form of a draft's questions: what is asked, and which paper is needed when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import Sent, changing, day_of, reading, require_editor, show, submitted, to
from bot.admin.comparing import PartDifferences, compared
from bot.admin.draft_page import MAX_WHY, draft_id
from bot.admin.row_buttons import after_the_button
from bot.admin.tree_maker import TreeFormMaker
from bot.editing.tree_reading import tree_from
from bot.guard.errors import status_of
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, MAILROOM, TEXTS
from knowledge_base.editing import drafts
from knowledge_base.editing.batches import all_codes
from knowledge_base.editing.checking import Problem, check
from knowledge_base.editing.errors import StaleDraftError
from knowledge_base.editing.models import Draft, DraftState
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.procedures.shape import TREE
from knowledge_base.staff.sessions import SignedIn

_MANY = frozenset({"questions", "elsewhere"})


@dataclass(frozen=True)
class Kept:
    """What the form shows instead of what is stored, and why."""

    tree: Mapping[str, Any] | None
    why: str
    problem: str
    status: int
    theirs: list[PartDifferences] = field(default_factory=list)


@guarded(Guard.EDITOR)
async def show_tree(request: web.Request) -> web.StreamResponse:
    """The form, or the paths if the draft is out of its writers' hands."""
    signed = await require_editor(request)
    draft = await reading(request, lambda session: drafts.get(session, draft_id(request)))
    if draft.state != DraftState.DRAFT:
        return to(request, "admin-tree-paths", id=draft.id)
    return await _page(request, signed)


@guarded(Guard.EDITOR)
async def save_tree(request: web.Request) -> web.StreamResponse:
    """Keep what was typed; then add or move a row, or go on to the paths."""
    sent = await submitted(request)
    if isinstance(sent, web.Response):
        return sent
    tree = None if sent.fields.get("lam") == "bo-het" else tree_from(after_the_button(sent.fields))
    why, now, revision = sent.text("why", MAX_WHY), request.app[MAILROOM].clock(), sent.number("revision")

    def change(session: Session) -> Draft:
        return drafts.save_situation(session, sent.signed.staff, draft_id(request), revision, tree, why, now)

    try:
        await changing(request, change)
    except NotFoundError:
        raise
    except ThanThienError as error:
        return await _not_saved(request, sent, tree, why, error)
    return await _saved(request, sent)


async def _saved(request: web.Request, sent: Sent) -> web.StreamResponse:
    number = draft_id(request)
    match sent.fields.get("lam", "").split(":"):
        case ["them", part] if part.removeprefix("situation.") in _MANY:
            return await _page(request, sent.signed, adding=part.removeprefix("situation."))
        case ["xoa" | "len", part, _]:
            return to(request, "admin-tree", anchor=f"part-{part}", id=number)
        case ["xem"]:
            return to(request, "admin-tree-paths", id=number)
    return to(request, "admin-tree", done="saved", id=number)


async def _not_saved(
    request: web.Request, sent: Sent, tree: Mapping[str, Any] | None, why: str, error: ThanThienError
) -> web.StreamResponse:
    """Everything typed is still there; with what somebody else saved meanwhile."""
    texts = request.app[TEXTS]
    theirs: list[PartDifferences] = []
    if isinstance(error, StaleDraftError):
        draft = await reading(request, lambda session: drafts.get(session, draft_id(request)))
        theirs = compared(texts, draft.content, {**draft.content, "situation": tree})
    said = texts.say(error.key, **error.args_for_text)
    return await _page(request, sent.signed, Kept(tree, why, said, status_of(error), theirs))


async def _page(request: web.Request, signed: SignedIn, kept: Kept | None = None, *, adding: str = "") -> web.Response:
    """The page around what was typed; a tree is checked whenever there is one."""
    draft, content, problems = await reading(request, lambda session: _checked(request, session, kept))
    maker = TreeFormMaker(request.app[TEXTS], content, problems)
    return show(
        request,
        signed,
        "tree",
        kept.status if kept else 200,
        draft=draft,
        name=content.get("name") or draft.code,
        form=maker.make(adding),
        tree=TREE,
        has_tree=bool(content.get("situation")),
        why=kept.why if kept else draft.why,
        problem=kept.problem if kept else "",
        theirs=kept.theirs if kept else [],
        codes=sorted((code, held.name) for code, held in request.app[LIBRARY].current().documents.items()),
        adding=adding,
        limit=MAX_WHY,
    )


def _checked(
    request: web.Request, session: Session, kept: Kept | None
) -> tuple[Draft, Mapping[str, Any], list[Problem]]:
    """The draft, what of it is shown, and what is wrong with that; a tree nobody has begun is not wrong."""
    draft = drafts.get(session, draft_id(request))
    content = {**draft.content, "situation": kept.tree} if kept else draft.content
    if not content.get("situation"):
        return draft, content, []
    return draft, content, check(content, day_of(request), all_codes(session) | {draft.code}).problems
