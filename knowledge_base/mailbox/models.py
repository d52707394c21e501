"""Tables of the mailbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class IncomingKind(StrEnum):
    """What arrived."""

    TEXT = "text"
    CHOICE = "choice"  # ``text`` is the id of the tapped choice
    ATTACHMENT = "attachment"  # picture, file, sticker…: never stored; ``text`` is a caption or empty
    START = "start"  # the conversation was opened; ``text`` may name a procedure (deep link)


class OutboxState(StrEnum):
    """Life of a message to a citizen."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"  # given up; shown, never silent


class InboxRow(Base):
    """A message from a citizen, written before it is acknowledged."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbox_open", "done_at", "conversation_id", "id"),
        CheckConstraint("kind in ('text', 'choice', 'attachment', 'start')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(160))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class OutboxRow(Base):
    """A message to a citizen, written in the transaction that decided it. ``body`` is a bot Message as JSON."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "channel", "next_try_at"),
        Index("ix_outbox_history", "conversation_id", "id"),
        Index("ix_outbox_created_at", "created_at"),  # what was told in some days, for a recall
        CheckConstraint("state in ('pending', 'sent', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    channel: Mapped[str] = mapped_column(String(16))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), index=True)  # what it answers, if anything
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)  # whose answer it carries
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    though_closed: Mapped[bool] = mapped_column(default=False, server_default=false())  # tells that its channel is off
