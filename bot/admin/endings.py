"""What runs out, in words: shared by the page, the command line and the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.editing.words import day
from bot.texts import Texts
from knowledge_base.database import Database
from knowledge_base.expiry.acts import LegalAct
from knowledge_base.expiry.queue import Ending, Subject, queue
from knowledge_base.procedures.library import Documents
from knowledge_base.units.service import Units

_URGENCY = {0: "late", 7: "soon", 30: "soon", 60: "month", None: "far"}


@dataclass(frozen=True)
class Line:
    """One thing that ends. ``urgency`` is a class of the page: late, soon, month, far."""

    kind: str
    subject: str
    title: str
    when: str
    urgency: str
    notes: list[str]
    source: str
    procedures: list[tuple[str, str]]

    @property
    def alone(self) -> bool:
        """Whether it is a procedure itself that ends, or a fee or a note of one."""
        return self.kind in (Subject.VERSION, Subject.FEE, Subject.NOTE)


def read_endings(
    database: Database, documents: Documents, acts: Sequence[LegalAct], units: Units, texts: Texts, today: date
) -> list[Line]:
    """The queue in words."""
    with database.reading() as session:
        endings = queue(session, documents, acts, today)
    return [line_of(ending, documents, units, texts, today) for ending in endings]


def line_of(ending: Ending, documents: Documents, units: Units, texts: Texts, today: date) -> Line:
    """One ending in words."""
    return Line(
        kind=ending.kind,
        subject=ending.subject,
        title=_title(ending, documents, units, texts),
        when=_when(ending, texts, today),
        urgency=_URGENCY[ending.threshold(today)],
        notes=_notes(ending.act, texts),
        source=_source(ending.act, texts),
        procedures=[(code, _name(code, documents)) for code in ending.procedures if ending.kind is Subject.ACT],
    )


def _title(ending: Ending, documents: Documents, units: Units, texts: Texts) -> str:
    if ending.kind is Subject.OFFICE:
        unit = units.get(ending.subject)
        return f"{unit.name if unit else ending.subject}: {ending.name}"
    if ending.kind in (Subject.FEE, Subject.NOTE):
        return f"{_name(ending.subject, documents)}: {ending.name}"
    key = "partly" if ending.act and ending.act.partly else ending.kind
    return texts.say(f"upkeep.ending.{key}", subject=ending.subject, name=ending.name)


def _when(ending: Ending, texts: Texts, today: date) -> str:
    left = ending.days_left(today)
    key = "over" if left < 0 else "today" if left == 0 else "left"
    return texts.say(f"upkeep.ending.{key}_on", last=day(ending.last), days=abs(left))


def _notes(act: LegalAct | None, texts: Texts) -> list[str]:
    if act is None:
        return []
    replaced = [texts.say("upkeep.ending.replaced", number=act.repealed_by)] if act.repealed_by else []
    return [*replaced, *filter(None, [act.note])]


def _source(act: LegalAct | None, texts: Texts) -> str:
    if act is None:
        return ""
    return texts.say("upkeep.ending.source", source=act.source, sure=texts.say(f"upkeep.place.{act.certainty}"))


def _name(code: str, documents: Documents) -> str:
    document = documents.get(code)
    return document.name if document else code
