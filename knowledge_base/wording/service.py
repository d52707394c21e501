"""Phrases worded differently: proposed by one person, approved by another, live with the next message.

They are worded for the whole city or for one commune; the most particular words are said. The delivered words live
outside; whoever calls says what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.editing.errors import NotWaitingError, SecondPersonError, StaleDraftError
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_local_publisher, require_local_writer
from knowledge_base.errors import InvalidInputError
from knowledge_base.procedures.service import bump_revision
from knowledge_base.staff.models import Staff
from knowledge_base.wording.models import Phrase

MAX_TEXT = 2000
CITY = ""
"""In the place of a commune's code: the whole city."""

type Fields = frozenset[str]


@dataclass(frozen=True)
class Where:
    """Which phrase, said where, and the words it was delivered with."""

    key: str
    delivered: str
    commune: str = CITY

    @property
    def subject(self) -> str:
        """Its name in the change log."""
        return f"{self.key}@{self.commune}" if self.commune else self.key


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


def propose(session: Session, staff: Staff, where: Where, text: str, revision: int, now: datetime) -> Phrase:
    """Propose other words; those said anyway to go back to them. ``revision``: the one seen, 0 if there was none."""
    require_local_writer(staff, where.commune or None)
    text = checked(text, where.delivered)
    phrase = _held(session, where, revision, now)
    phrase.proposed, phrase.proposed_by = text, staff.id
    note(session, staff, Subject.TEXT, where.subject, "proposed", now, why=text)
    return phrase


def checked(text: str, delivered: str) -> str:
    """The text, tidy. Raises BadTextError or PlaceholdersError if it cannot be said in the delivered one's place."""
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MAX_TEXT:
        raise BadTextError(limit=MAX_TEXT)
    if not fits(text, delivered):
        names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(delivered)))
        raise PlaceholdersError(names=names or "—")
    return text


def approve(session: Session, staff: Staff, where: Where, revision: int, now: datetime) -> Phrase:
    """Say the proposed words from now on. Never by who proposed them."""
    require_local_publisher(staff, where.commune or None)
    phrase = _held(session, where, revision, now)
    if phrase.proposed is None:
        raise NotWaitingError
    if phrase.proposed_by == staff.id:
        raise SecondPersonError
    phrase.text = None if phrase.proposed == said_anyway(session, where) else phrase.proposed
    action = "published" if phrase.text else "reset"
    note(session, staff, Subject.TEXT, where.subject, action, now, why=phrase.proposed)
    phrase.proposed = phrase.proposed_by = None
    bump_revision(session)
    return phrase


def drop(session: Session, staff: Staff, where: Where, revision: int, now: datetime) -> Phrase:
    """Give a proposal up: its writer, or whoever may approve."""
    require_local_writer(staff, where.commune or None)
    phrase = _held(session, where, revision, now)
    if phrase.proposed is None:
        raise NotWaitingError
    if phrase.proposed_by != staff.id:
        require_local_publisher(staff, where.commune or None)
    phrase.proposed = phrase.proposed_by = None
    note(session, staff, Subject.TEXT, where.subject, "dropped", now)
    return phrase


def said_anyway(session: Session, where: Where) -> str:
    """What is said there without words of its own: the city's, in the city the delivered ones."""
    held = session.get(Phrase, (where.key, CITY)) if where.commune else None
    return (held.text if held else None) or where.delivered


def phrases(session: Session, commune: str = CITY) -> dict[str, Phrase]:
    """Everything that is or may become worded differently there, by key."""
    return {row.key: row for row in session.scalars(select(Phrase).where(Phrase.commune_code == commune))}


def communes_wording(session: Session, key: str) -> list[str]:
    """The communes that say this in their own words."""
    own = select(Phrase.commune_code).where(Phrase.key == key, Phrase.commune_code != CITY, Phrase.text.is_not(None))
    return sorted(session.scalars(own))


def spoken(session: Session) -> Mapping[str, Mapping[str, str]]:
    """What is said instead of the delivered words, by commune and key."""
    rows = session.execute(select(Phrase.commune_code, Phrase.key, Phrase.text).where(Phrase.text.is_not(None)))
    found: dict[str, dict[str, str]] = {CITY: {}}
    for row in rows:
        found.setdefault(row.commune_code, {})[row.key] = row.text
    return found


def _held(session: Session, where: Where, revision: int, now: datetime) -> Phrase:
    phrase = session.get(Phrase, (where.key, where.commune), with_for_update=True)
    if (phrase.revision if phrase else 0) != revision:
        raise StaleDraftError
    if phrase is None:
        phrase = Phrase(key=where.key, commune_code=where.commune, revision=0)
        session.add(phrase)
    phrase.revision, phrase.updated_at = revision + 1, now
    return phrase
