"""Phrases worded differently: proposed by one person, approved by another, live with the next message.

The delivered words live outside; whoever calls says what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from string import Formatter

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.editing.errors import NotWaitingError, SecondPersonError, StaleDraftError
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_publisher, require_writer
from knowledge_base.errors import InvalidInputError
from knowledge_base.procedures.service import bump_revision
from knowledge_base.staff.models import Staff
from knowledge_base.wording.models import Phrase

MAX_TEXT = 2000

type Fields = frozenset[str]


class PlaceholdersError(InvalidInputError):
    """A phrase must keep exactly the places that are filled in."""

    key = "wording.placeholders"


class BadTextError(InvalidInputError):
    """Empty or too long."""

    key = "wording.bad_text"


def placeholders(text: str) -> Fields:
    """What is filled in, written out whole: ``{name}`` and ``{name:>9}`` are two different things.

    Raises ValueError for a single brace.
    """
    return frozenset(
        field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, field, spec, conversion in Formatter().parse(text)
        if field is not None
    )


def fits(text: str, delivered: str) -> bool:
    """Whether a text can be said in the place of the delivered one."""
    try:
        return placeholders(text) == placeholders(delivered)
    except ValueError:
        return False


def propose(
    session: Session, staff: Staff, key: str, text: str, delivered: str, revision: int, now: datetime
) -> Phrase:
    """Propose other words; the delivered ones to go back to them. ``revision``: the one seen, 0 if there was none."""
    require_writer(staff)
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MAX_TEXT:
        raise BadTextError(limit=MAX_TEXT)
    if not fits(text, delivered):
        names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(delivered)))
        raise PlaceholdersError(names=names or "—")
    phrase = _held(session, key, revision, now)
    phrase.proposed, phrase.proposed_by = text, staff.id
    note(session, staff, Subject.TEXT, key, "proposed", now, why=text)
    return phrase


def approve(session: Session, staff: Staff, key: str, delivered: str, revision: int, now: datetime) -> Phrase:
    """Say the proposed words from now on. Never by who proposed them."""
    require_publisher(staff)
    phrase = _held(session, key, revision, now)
    if phrase.proposed is None:
        raise NotWaitingError
    if phrase.proposed_by == staff.id:
        raise SecondPersonError
    phrase.text = None if phrase.proposed == delivered else phrase.proposed
    note(session, staff, Subject.TEXT, key, "published" if phrase.text else "reset", now, why=phrase.proposed)
    phrase.proposed = phrase.proposed_by = None
    bump_revision(session)
    return phrase


def drop(session: Session, staff: Staff, key: str, revision: int, now: datetime) -> Phrase:
    """Give a proposal up: its writer, or whoever may approve."""
    require_writer(staff)
    phrase = _held(session, key, revision, now)
    if phrase.proposed is None:
        raise NotWaitingError
    if phrase.proposed_by != staff.id:
        require_publisher(staff)
    phrase.proposed = phrase.proposed_by = None
    note(session, staff, Subject.TEXT, key, "dropped", now)
    return phrase


def phrases(session: Session) -> dict[str, Phrase]:
    """Everything that is or may become worded differently, by key."""
    return {row.key: row for row in session.scalars(select(Phrase))}


def spoken(session: Session) -> Mapping[str, str]:
    """What is said instead of the delivered words."""
    rows = session.execute(select(Phrase.key, Phrase.text).where(Phrase.text.is_not(None)))
    return {row.key: row.text for row in rows}


def _held(session: Session, key: str, revision: int, now: datetime) -> Phrase:
    phrase = session.get(Phrase, key, with_for_update=True)
    if (phrase.revision if phrase else 0) != revision:
        raise StaleDraftError
    if phrase is None:
        phrase = Phrase(key=key, revision=0)
        session.add(phrase)
    phrase.revision, phrase.updated_at = revision + 1, now
    return phrase
