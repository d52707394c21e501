"""A draft before it is published: what changes, what citizens will read on each channel, who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import day_of, reading, require_editor, show
from bot.admin.comparing import PartDifferences, compared
from bot.admin.draft_page import draft_id
from bot.admin.log_view import Happening, in_words
from bot.admin.preview import aspects_from, preview
from bot.admin.tree_maker import field_of, line_of
from bot.guard.routes import Guard, guarded
from bot.keys import TEXTS
from knowledge_base.editing import drafts
from knowledge_base.editing.batches import all_codes
from knowledge_base.editing.checking import Checked, check
from knowledge_base.editing.log import changes_of, writers
from knowledge_base.editing.models import Draft, DraftKind, DraftState, Subject
from knowledge_base.procedures.service import newest_number
from knowledge_base.situations.overview import Overview, overview
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of
from knowledge_base.staff.sessions import SignedIn
from knowledge_base.vocabulary import Aspect


@dataclass(frozen=True)
class Review:
    """All that the page shows."""

    draft: Draft
    name: str
    checked: Checked
    differences: list[PartDifferences]
    writers: list[str]
    wrote: bool  # whether who looks is one of them
    log: list[Happening]
    newest: int
    moved: bool
    tree: Overview | None
    wanted_day: str  # the day the draft itself names, if it lies ahead

    @property
    def retires(self) -> bool:
        """Whether approving it ends the procedure."""
        return self.draft.kind == DraftKind.RETIRE

    @property
    def is_open(self) -> bool:
        """Whether its writers have it."""
        return self.draft.state == DraftState.DRAFT

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for a second person."""
        return self.draft.state == DraftState.SUBMITTED


@guarded(Guard.EDITOR)
async def show_review(request: web.Request) -> web.Response:
    """The draft as it will be."""
    return await render(request, await require_editor(request))


async def render(
    request: web.Request, signed: SignedIn, problem: str = "", status: int = 200, *, why: str = ""
) -> web.Response:
    """The page, with what stood in the way."""
    review = await reading(request, lambda session: _review(request, session, signed.staff))
    chosen, texts = aspects_from(request.query.getall("muc", [])), request.app[TEXTS]
    document = review.checked.document
    return show(
        request,
        signed,
        "review",
        status,
        review=review,
        problem=problem,
        why=why,
        wrong=[(field_of(one), line_of(one, review.draft.content, texts)) for one in review.checked.problems],
        aspects=list(Aspect),
        chosen=chosen,
        preview=preview(document, chosen, texts) if document else None,
        tomorrow=day_of(request).isoformat(),
    )


def _review(request: web.Request, session: Session, staff: Staff) -> Review:
    draft = drafts.get(session, draft_id(request))
    today = day_of(request)
    newest = newest_number(session, draft.code)
    published = drafts.version_of(session, draft.code, newest).document if newest else {}
    people = writers(session, draft)
    names = names_of(session, people)
    log = changes_of(session, Subject.PROCEDURE, draft.code)
    checked = check(draft.content, today, all_codes(session) | {draft.code})
    document = checked.document
    return Review(
        draft=draft,
        name=str(draft.content.get("name") or draft.code),
        checked=checked,
        tree=overview(document.situation) if document and document.situation else None,
        differences=compared(request.app[TEXTS], published, draft.content) if draft.kind == DraftKind.EDIT else [],
        writers=sorted(names.values()),
        wrote=staff.id in people,
        log=in_words(request.app, session, [change for change in log if change.draft_id == draft.id]),
        newest=newest,
        moved=(draft.base_version or 0) != newest and draft.state in (DraftState.DRAFT, DraftState.SUBMITTED),
        wanted_day=_ahead(str(draft.content.get("effective_from") or ""), today),
    )


def _ahead(text: str, today: date) -> str:
    try:
        return text if date.fromisoformat(text) > today else ""
    except ValueError:
        return ""
