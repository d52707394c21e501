"""The change log in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.orm import Session

from bot.admin.subject_names import SubjectNames
from bot.editing.words import moment
from bot.keys import TEXTS
from knowledge_base.editing.models import Change
from knowledge_base.staff.service import names_of


@dataclass(frozen=True)
class Happening:
    """One line of the log."""

    at: str
    who: str
    what: str
    why: str
    kind: str
    subject: str
    about: str  # the subject by its name
    draft_id: int | None


def in_words(app: web.Application, session: Session, changes: Sequence[Change]) -> list[Happening]:
    """Who did what, when and why."""
    texts, about = app[TEXTS], SubjectNames(app, session, changes)
    names = names_of(session, {change.staff_id for change in changes if change.staff_id})
    return [
        Happening(
            at=moment(change.at),
            who=names.get(change.staff_id or 0, texts.say("admin.log.machine")),
            what=texts.say(f"admin.log.{change.kind}.{change.action}", version=change.version or ""),
            why=change.why,
            kind=change.kind,
            subject=change.subject,
            about=about.name(change),
            draft_id=change.draft_id,
        )
        for change in changes
    ]
