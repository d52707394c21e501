"""Tables of editing. A draft is work in progress and changes; a version never does; the log is only added to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime

_OPEN = text("state in ('draft', 'submitted')")


class DraftState(StrEnum):
    """Life of a draft."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for a second person; nobody writes in it
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN_STATES = (DraftState.DRAFT, DraftState.SUBMITTED)


class DraftKind(StrEnum):
    """What approving it does."""

    EDIT = "edit"
    RETIRE = "retire"  # citizens are no longer told about the procedure


class Subject(StrEnum):
    """What a line of the change log is about."""

    PROCEDURE = "procedure"
    TEXT = "text"
    SWITCH = "switch"
    PLACE = "place"
    RECALL = "recall"
    FORM = "form"


class Batch(Base):
    """Drafts that came in one file and are approved together."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Base):
    """A procedure being edited; at most one open draft for each. ``content`` may still be incomplete."""

    __tablename__ = "procedure_drafts"
    __table_args__ = (
        Index("uq_procedure_drafts_open", "code", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("state in ('draft', 'submitted', 'published', 'discarded')", name="state"),
        CheckConstraint("kind in ('edit', 'retire')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(Text)
    base_version: Mapped[int | None]  # the newest version when this was written; None = a new procedure
    revision: Mapped[int]  # moves with every change: who saves names the one they had before them
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    version: Mapped[int | None]  # what it became
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Change(Base):
    """Who did what to the knowledge, when and why."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_subject", "kind", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # None: the command line
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(24))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_drafts.id"), index=True)
    version: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text)
