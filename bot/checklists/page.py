"""A checklist in Vietnamese words, ready for a page or a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.checklists.links import Told
from bot.messages import MessageBlock
from bot.render import render_blocks
from bot.texts import Texts
from knowledge_base.clock import VIETNAM
from knowledge_base.errors import NotFoundError
from knowledge_base.procedures.library import Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Block
from knowledge_base.situations.checklist import checklist
from knowledge_base.situations.reply import parts
from knowledge_base.situations.walk import open_question


class SwitchedOffError(NotFoundError):
    """Nothing is told about the procedure for now, and citizens may know why."""

    key = "checklist.switched_off"


class QuestionsChangedError(NotFoundError):
    """The questions were changed since they were answered: the old answers mean nothing certain."""

    key = "checklist.changed"


@dataclass(frozen=True)
class ChecklistPage:
    """What is shown; ``parts`` keeps papers, fee, time, place, what to mind and the source apart."""

    code: str
    name: str
    told: tuple[str, ...]
    instead: ProcedureDocument | None
    elsewhere: tuple[ProcedureDocument, ...]
    parts: Mapping[str, list[MessageBlock]]
    day: str
    until: str


def page_of(
    told: Told, known: Snapshot, texts: Texts, now: datetime, forms: Callable[[str], list[Block]]
) -> ChecklistPage:
    """The checklist by today's record. Raises SwitchedOffError; QuestionsChangedError for answers that fit no more."""
    document, documents = known.documents.get(told.procedure), known.told
    if document is not None and (off := known.off(document)):
        raise SwitchedOffError(name=document.name, reason=off.reason)
    situation = document.situation if document else None
    if document is None or situation is None or situation.fingerprint != told.fingerprint:
        raise QuestionsChangedError
    if open_question(situation, told.answers) is not None:
        raise QuestionsChangedError
    result = checklist(situation, document, told.answers)
    blocks = parts(result)
    if result.instead is None:
        blocks = {"papers": blocks.pop("papers"), "forms": forms(document.code), **blocks}
    return ChecklistPage(
        code=document.code,
        name=document.name,
        told=result.told,
        instead=documents.get(result.instead or ""),
        elsewhere=tuple(documents[code] for code in result.elsewhere if code in documents),
        parts={name: render_blocks(part, texts) for name, part in blocks.items()},
        day=now.astimezone(VIETNAM).strftime("%d/%m/%Y"),
        until=told.until.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y"),
    )
