"""A file becomes submitted drafts, all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.exchange.report import Incoming, Mistake
from bot.exchange.workbook_in import read_workbook
from bot.exchange.yaml_files import read_yaml
from bot.texts import Texts
from knowledge_base.clock import VIETNAM
from knowledge_base.database import Database
from knowledge_base.editing.batches import all_codes, being_edited, bring_in_all, trees_of
from knowledge_base.staff.models import Staff

_ZIP = b"PK"


def bring_in(
    database: Database, texts: Texts, staff: Staff, data: bytes, file_name: str, why: str, now: datetime
) -> int | list[Mistake]:
    """The number of the batch; or every mistake, and nothing was changed.

    What a file is, its bytes tell, not its name. Raises UnsafeFileError and the errors of ``bring_in_all``.
    """
    today = now.astimezone(VIETNAM).date()
    with database.reading() as session:
        codes, trees = all_codes(session), trees_of(session)
    found = (read_workbook if data.startswith(_ZIP) else read_yaml)(data, texts, today, codes, trees)
    if found.mistakes:
        return found.mistakes
    with database.transaction() as session:
        if held := _held(session, found, texts):
            return held
        batch, _ = bring_in_all(session, staff, found.documents, file_name, why, now)
        return batch.id


def _held(session: Session, found: Incoming, texts: Texts) -> list[Mistake]:
    """Procedures somebody is editing: their draft is not touched, so the file has to wait."""
    editing = being_edited(session)
    return [
        Mistake(document.name, 0, "", texts.say("exchange.being_edited", code=document.code))
        for document in found.documents
        if document.code in editing
    ]
