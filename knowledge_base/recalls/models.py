"""Tables of recalls."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class RecallState(StrEnum):
    """Life of a recall."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"  # being sent: whoever was told gets it
    SENT = "sent"
    DISCARDED = "discarded"


class Recall(Base):
    """A correction to what was told about a procedure from ``since`` until it was confirmed."""

    __tablename__ = "recalls"
    __table_args__ = (CheckConstraint("state in ('draft', 'confirmed', 'sent', 'discarded')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), index=True)
    aspects: Mapped[list[str]] = mapped_column(JSON)  # empty: whatever was asked
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was confirmed
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # the message, as confirmed
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecallDelivery(Base):
    """What became of a recall in one conversation; one row each, so that nobody gets it twice."""

    __tablename__ = "recall_deliveries"
    __table_args__ = (UniqueConstraint("recall_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recall_id: Mapped[int] = mapped_column(ForeignKey("recalls.id"))
    # Who asks for their data to be erased takes these along.
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"), index=True)
    posted: Mapped[bool]  # False: could not be reached
