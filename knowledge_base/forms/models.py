"""Tables of the official forms. A content never changes; a form changes only in its state."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class FormState(StrEnum):
    """Life of a form."""

    PROPOSED = "proposed"  # waits for a second person
    PUBLISHED = "published"
    RETIRED = "retired"  # replaced, taken back or never approved; kept


class FormContent(Base):
    """The bytes of a file, under the hash of them; several forms may share one."""

    __tablename__ = "form_contents"
    __table_args__ = (CheckConstraint("kind in ('pdf', 'doc', 'docx')", name="kind"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfficialForm(Base):
    """A form of a procedure: either a file of ours or the address of the official one."""

    __tablename__ = "official_forms"
    __table_args__ = (
        Index("ix_official_forms_state", "state", "procedure_code"),
        CheckConstraint("state in ('proposed', 'published', 'retired')", name="state"),
        CheckConstraint("(sha256 is null) <> (url is null)", name="file_or_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_code: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(60))
    paper: Mapped[str | None] = mapped_column(Text)  # the procedure's form or paper it belongs to
    sha256: Mapped[str | None] = mapped_column(ForeignKey("form_contents.sha256"), index=True)
    file_name: Mapped[str | None] = mapped_column(String(120))
    url: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    last_checked: Mapped[date]
    why: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("official_forms.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
