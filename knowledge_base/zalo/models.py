"""Tables of Zalo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class ZaloTokens(Base):
    """The pair one Official Account sends with. A refresh token works once, and kills the pair before it."""

    __tablename__ = "zalo_tokens"

    oa_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    access_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text)
    previous_access_token: Mapped[str | None] = mapped_column(Text)
    previous_refresh_token: Mapped[str | None] = mapped_column(Text)
    refreshed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refresh_from: Mapped[datetime] = mapped_column(UtcDateTime)  # renewed early, from this moment on
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refresher: Mapped[str | None] = mapped_column(String(64))  # who renews it now; nobody else may
    refresher_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    failure: Mapped[str | None] = mapped_column(String(200))


class ZaloEvent(Base):
    """An event without a message that was acted on, so that a repetition is not; kept for a day."""

    __tablename__ = "zalo_events"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # a hash, nobody's number
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ZaloUpload(Base):
    """A file Zalo holds for us; its token sends it to anyone, for a week."""

    __tablename__ = "zalo_uploads"

    oa_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    token: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
