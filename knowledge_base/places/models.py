"""Tables of what is particular to a place. A row never changes but in its state and its last day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class LocalState(StrEnum):
    """Life of a row."""

    PROPOSED = "proposed"  # waits for a second person
    PUBLISHED = "published"
    RETIRED = "retired"


class LocalOrigin(StrEnum):
    """Where a row came from; a file never replaces what an editor wrote."""

    FILE = "file"
    EDITOR = "editor"


class LocalRow(Base):
    """What the tables share."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str] = mapped_column(String(16))
    last_checked: Mapped[date]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # None: the data file
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)  # the file it came in


class CommuneOffice(LocalRow):
    """Where people of a commune hand in their papers."""

    __tablename__ = "commune_offices"
    __table_args__ = (
        Index("ix_commune_offices_state", "state", "commune_code"),
        CheckConstraint("state in ('proposed', 'published', 'retired')", name="state"),
        CheckConstraint("origin in ('file', 'editor')", name="origin"),
        CheckConstraint("certainty in ('verified', 'unverified')", name="certainty"),
    )

    commune_code: Mapped[str] = mapped_column(String(8))
    counter: Mapped[str | None] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(Text)
    hours: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


class LocalFeeRow(LocalRow):
    """A fee that the city or a commune resolved."""

    __tablename__ = "local_fees"
    __table_args__ = (
        Index("ix_local_fees_state", "state", "procedure_code"),
        CheckConstraint("state in ('proposed', 'published', 'retired')", name="state"),
        CheckConstraint("origin in ('file', 'editor')", name="origin"),
        CheckConstraint("certainty in ('verified', 'unverified')", name="certainty"),
    )

    procedure_code: Mapped[str] = mapped_column(String(16))
    commune_code: Mapped[str | None] = mapped_column(String(8))
    what: Mapped[str] = mapped_column(String(120))
    amount: Mapped[int]
    unit: Mapped[str | None] = mapped_column(String(40))
    resolution: Mapped[str] = mapped_column(Text)
    resolution_date: Mapped[date]


class LocalNoteRow(LocalRow):
    """What people of a commune, or of the whole city, should also know about a procedure."""

    __tablename__ = "local_notes"
    __table_args__ = (
        Index("ix_local_notes_state", "state", "procedure_code"),
        CheckConstraint("state in ('proposed', 'published', 'retired')", name="state"),
        CheckConstraint("origin in ('file', 'editor')", name="origin"),
        CheckConstraint("certainty in ('verified', 'unverified')", name="certainty"),
    )

    procedure_code: Mapped[str] = mapped_column(String(16))
    commune_code: Mapped[str | None] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
