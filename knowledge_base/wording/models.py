"""The table of phrases worded differently from the delivered ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class Phrase(Base):
    """One phrase by its key: what is said instead, and what somebody proposes to say."""

    __tablename__ = "phrases"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)  # None: the delivered words
    proposed: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    revision: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
