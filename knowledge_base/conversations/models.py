"""Table of conversations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class Conversation(Base):
    """One citizen on one channel. ``external_key`` is the channel's own id of that citizen's chat."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "external_key"),
        Index("ix_conversations_lease", "lease_until"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    external_key: Mapped[str] = mapped_column(String(128))
    token_hash: Mapped[str | None] = mapped_column(String(64))  # web only: proves that the chat is yours
    context: Mapped[dict[str, Any]] = mapped_column(JSON)  # replies.Context
    form: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what is being collected for a ticket
    choices_from: Mapped[int | None]  # outbox row whose numbered options are on offer
    introduced: Mapped[bool] = mapped_column(default=False)  # told that this is a machine
    unreachable: Mapped[bool] = mapped_column(default=False)  # the channel says that we cannot send any more
    told_closed: Mapped[int | None]  # the switch of its channel that the citizen was told of
    attended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a person of ours writes: the bot is silent
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # consent taken back: nothing is kept
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_owner: Mapped[str | None] = mapped_column(String(64))  # worker now answering it
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
