"""Gives what editors wrote before questions were a part of a procedure the questions that were asked with it.

Until then they came from the installation's files, whatever an editor had written. A version or a draft from those days
holds no word about questions, not even that there are none; from the next save on it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.editing.models import OPEN_STATES, Draft
from knowledge_base.procedures.models import ProcedureVersion, VersionOrigin, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import bump_revision, checksum_of
from knowledge_base.situations.check import faults
from knowledge_base.situations.schema import Situation

FIELD = "situation"


def adopt(session: Session, situations: Mapping[str, Situation]) -> list[str]:
    """Codes of the procedures that got their questions; doing it again changes nothing."""
    written = select(ProcedureVersion).where(
        ProcedureVersion.code.in_(situations),
        ProcedureVersion.origin == VersionOrigin.EDITOR,
        ProcedureVersion.state == VersionState.PUBLISHED,
    )
    versions = [row for row in session.scalars(written) if FIELD not in row.document]
    for row in versions:
        document = _with(row.document, situations[row.code])
        row.document, row.checksum = document.model_dump(mode="json"), checksum_of(document)
    open_drafts = select(Draft).where(Draft.code.in_(situations), Draft.state.in_(OPEN_STATES))
    for draft in session.scalars(open_drafts):
        if FIELD not in draft.content:
            draft.content = {**draft.content, FIELD: situations[draft.code].model_dump(mode="json")}
    if versions:
        bump_revision(session)
    return sorted({row.code for row in versions})


def _with(content: Mapping[str, Any], situation: Situation) -> ProcedureDocument:
    """With the questions, unless they no longer fit what an editor wrote."""
    document = ProcedureDocument.model_validate(content)
    fits = not faults(situation, document)
    return document.model_copy(update={FIELD: situation if fits else None})
