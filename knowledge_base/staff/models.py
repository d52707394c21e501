"""Tables of staff."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class Role(StrEnum):
    """What a member of staff may do."""

    OFFICER = "officer"  # answers the tickets of one commune
    INSPECTOR = "inspector"  # handles reports about officers' conduct, province-wide
    EDITOR = "editor"  # writes procedures and texts, province-wide
    PUBLISHER = "publisher"  # an editor who also approves what others wrote, and switches topics off
    COMMUNE_EDITOR = "commune_editor"  # writes only what is particular to one commune


class Staff(Base):
    """A person who signs in."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role in ('officer', 'inspector', 'editor', 'publisher', 'commune_editor')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    commune_code: Mapped[str | None] = mapped_column(String(8))  # officers and commune editors only
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)  # may sign in only while demo mode is on


class StaffSession(Base):
    """A sign-in; the cookie's token is kept only as a hash."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInFailure(Base):
    """A failed sign-in, for throttling; ``subject`` is a hash of account and address."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index("ix_sign_in_failures_recent", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """Who did what, when. Only ever added to."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
