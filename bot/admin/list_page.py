"""The list of procedures: what is told, what waits, what is being edited, how sure and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.access import day_of, reading, require_editor, show
from bot.editing.words import day
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY
from knowledge_base.editing.batches import waiting_batches
from knowledge_base.editing.catalogue import Entry, Sureness, catalogue, sureness
from knowledge_base.editing.checking import field_names
from knowledge_base.editing.models import Batch
from knowledge_base.language.fold import fold

A_PAGE = 50
FILTERS = ("submitted", "draft", "waiting", "expiring", "unsure", "paused", "silent")


@dataclass(frozen=True)
class Line:
    """One procedure of the list, in words."""

    code: str
    name: str
    field: str
    states: list[str]
    checked: str
    expires: str
    waits_for: str
    sure: Sureness | None
    draft_id: int | None


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    lines: list[Line]
    found: int
    submitted: int
    batches: list[tuple[Batch, int]]
    page: int
    pages: int


@guarded(Guard.EDITOR)
async def show_list(request: web.Request) -> web.Response:
    """Search, filter, turn the pages."""
    signed = await require_editor(request)
    query, chosen, field = (request.query.get(name, "")[:100] for name in ("tim", "loc", "linh-vuc"))
    listing = await reading(request, lambda session: _listing(request, session, query, chosen, field))
    return show(
        request,
        signed,
        "list",
        listing=listing,
        query=query,
        chosen=chosen,
        field=field,
        filters=FILTERS,
        fields=field_names(),
    )


def _listing(request: web.Request, session: Session, query: str, chosen: str, field: str) -> Listing:
    off = _switched_off(request)
    entries = catalogue(session, day_of(request))
    wanted = [entry for entry in entries if _matches(entry, query, field) and _is(entry, chosen, off)]
    if chosen == "unsure":
        counted = sureness(session, [entry.version for entry in wanted if entry.version])
        wanted = [entry for entry in wanted if entry.version and counted[entry.version.id].unverified]
        wanted.sort(key=lambda entry: -counted[entry.version.id].unverified if entry.version else 0)
    pages = max(1, -(-len(wanted) // A_PAGE))
    number = min(_page(request), pages)
    shown = wanted[(number - 1) * A_PAGE : number * A_PAGE]
    sure = sureness(session, [entry.version for entry in shown if entry.version])
    return Listing(
        lines=[_line(entry, sure, off) for entry in shown],
        found=len(wanted),
        submitted=sum(_is(entry, "submitted", off) for entry in entries),
        batches=waiting_batches(session),
        page=number,
        pages=pages,
    )


def _switched_off(request: web.Request) -> frozenset[str]:
    snapshot = request.app[LIBRARY].current()
    return frozenset(snapshot.documents.keys() - snapshot.told.keys())


def _matches(entry: Entry, query: str, field: str) -> bool:
    if field and entry.field != field:
        return False
    sought = fold(f"{entry.name} {entry.code}")
    return all(word in sought for word in fold(query).split()) if query.strip() else True


def _is(entry: Entry, chosen: str, off: frozenset[str]) -> bool:
    match chosen:
        case "submitted" | "draft":
            return entry.draft is not None and entry.draft.state == chosen
        case "waiting":
            return bool(entry.waiting)
        case "expiring":
            return entry.expires_soon
        case "paused":
            return entry.code in off
        case "silent":
            return not entry.told
    return True


def _line(entry: Entry, sure: dict[int, Sureness], off: frozenset[str]) -> Line:
    version = entry.version
    states = [entry.draft.state] if entry.draft else []
    states += [name for name in ("waiting", "expiring", "paused", "silent") if _is(entry, name, off)]
    return Line(
        code=entry.code,
        name=entry.name or entry.code,
        field=field_names().get(entry.field, entry.field),
        states=states,
        checked=day(version.last_checked) if version else "",
        expires=day(version.effective_to) if version and version.effective_to else "",
        waits_for=day(entry.waiting[0].effective_from) if entry.waiting else "",
        sure=sure.get(version.id) if version else None,
        draft_id=entry.draft.id if entry.draft else None,
    )


def _page(request: web.Request) -> int:
    text = request.query.get("trang", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
