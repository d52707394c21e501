"""The table of switches."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class SwitchKind(StrEnum):
    """How much is switched off."""

    PROCEDURE = "procedure"
    FIELD = "field"
    ALL = "all"
    CHANNEL = "channel"  # nothing is said on it; what citizens write is kept


class Switch(Base):
    """Something citizens are not told for now, or a channel that is off, and why.

    Never deleted: ``ended_at`` tells that it is over.
    """

    __tablename__ = "switches"
    __table_args__ = (CheckConstraint("kind in ('procedure', 'field', 'all', 'channel')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))  # a code, a field's key, a channel's name, or empty
    reason: Mapped[str] = mapped_column(Text)  # citizens read it
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # None: the command line
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
