"""Tables of the procedure knowledge."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class VersionState(StrEnum):
    """Life of a version."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class VersionOrigin(StrEnum):
    """Where a version came from; a file never replaces what an editor wrote, the portal neither of both."""

    FILE = "file"
    EDITOR = "editor"
    PORTAL = "portal"  # as published by the national portal, not yet edited


class ProcedureRow(Base):
    """A procedure, known by its national code."""

    __tablename__ = "procedures"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    field: Mapped[str] = mapped_column(String(64), index=True)


class ProcedureVersion(Base):
    """One immutable version of what is said about a procedure; ``document`` is a ProcedureDocument."""

    __tablename__ = "procedure_versions"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("ix_procedure_versions_current", "state", "effective_from", "effective_to"),
        CheckConstraint("state in ('draft', 'published', 'retired')", name="state"),
        CheckConstraint("origin in ('file', 'editor', 'portal')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("procedures.code"), index=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    checksum: Mapped[str] = mapped_column(String(64))
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    last_checked: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnowledgeRevision(Base):
    """A single row counting publications; readers reload when it moves."""

    __tablename__ = "knowledge_revision"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
