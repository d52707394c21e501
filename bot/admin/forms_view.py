"""Official forms in words: what each is, where it comes from, who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.orm import Session

from bot.editing.words import day, moment
from bot.keys import LIBRARY, TEXTS
from knowledge_base.forms.answers import size_of
from knowledge_base.forms.models import FormContent, FormState, OfficialForm
from knowledge_base.forms.service import contents_of, forms_of
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import names_of


@dataclass(frozen=True)
class FormLine:
    """One form. ``file``: kind and size; ``lost``: the paper it belongs to is no longer in the procedure."""

    id: int
    code: str
    procedure: str
    name: str
    number: str
    paper: str
    lost: bool
    url: str
    file: str
    file_name: str
    sha256: str
    source: str
    state: str
    who: str
    approver: str
    at: str
    why: str
    replaces: str
    mine: bool


@dataclass(frozen=True)
class FormLines:
    """Those that wait, those citizens are offered, those kept from before."""

    waiting: list[FormLine]
    told: list[FormLine]
    old: list[FormLine]


def lines_of(request: web.Request, session: Session, staff: Staff, code: str) -> FormLines:
    """Every form, of one procedure if a code is given."""
    rows = forms_of(session, code or None)
    people = names_of(session, {number for row in rows for number in (row.author_id, row.approver_id) if number})
    contents = contents_of(session, {row.sha256 for row in rows if row.sha256})
    names = {row.id: row.name for row in rows}
    lines = [_line(request, row, contents.get(row.sha256 or ""), people, names, staff) for row in rows]
    return FormLines(*([line for line in lines if line.state == state] for state in FormState))


def papers_of(request: web.Request, code: str) -> list[str]:
    """What a procedure's form may belong to: its forms, then its papers."""
    document = request.app[LIBRARY].current().documents.get(code)
    if document is None:
        return []
    return list(dict.fromkeys([*(form.name for form in document.forms), *(paper.name for paper in document.papers)]))


def _line(
    request: web.Request,
    row: OfficialForm,
    content: FormContent | None,
    people: Mapping[int, str],
    names: Mapping[int, str],
    staff: Staff,
) -> FormLine:
    texts, code = request.app[TEXTS], row.procedure_code
    document = request.app[LIBRARY].current().documents.get(code)
    checked = texts.say("place.checked", source=row.source, checked=day(row.last_checked))
    return FormLine(
        id=row.id,
        code=code,
        procedure=document.name if document else code,
        name=row.name,
        number=row.number or "",
        paper=row.paper or "",
        lost=bool(row.paper) and row.paper not in papers_of(request, code),
        url=row.url or "",
        file=f"{content.kind.upper()}, {texts.render(size_of(content.size))}" if content else "",
        file_name=row.file_name or "",
        sha256=row.sha256 or "",
        source=checked,
        state=row.state,
        who=people.get(row.author_id, ""),
        approver=people.get(row.approver_id or 0, ""),
        at=moment(row.created_at),
        why=row.why,
        replaces=names.get(row.replaces_id or 0, ""),
        mine=row.author_id == staff.id,
    )
