"""Table of warnings given, so that each is given once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class ExpiryNotice(Base):
    """Somebody was warned that a thing ends within so many days."""

    __tablename__ = "expiry_notices"
    __table_args__ = (UniqueConstraint("kind", "subject", "last", "threshold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    last: Mapped[date]
    threshold: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
