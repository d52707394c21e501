"""The table of phrases worded differently from the delivered ones, in the whole city or in one commune."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class Phrase(Base):
    """One phrase in one place: what is said instead, and what somebody proposes to say."""

    __tablename__ = "phrases"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(8), primary_key=True, default="")  # "": the whole city
    text: Mapped[str | None] = mapped_column(Text)  # None: the city's words, in the city the delivered ones
    proposed: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    revision: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
