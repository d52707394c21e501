"""Tables of tickets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.database import Base, UtcDateTime


class TicketState(StrEnum):
    """Life of a ticket. An answered one is reopened by the citizen writing back."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"


class Audience(StrEnum):
    """Who may read a ticket. A report about an officer's conduct never reaches officers."""

    OFFICER = "officer"
    INSPECTOR = "inspector"


class Ticket(Base):
    """A question a person must answer. ``version`` grows with every change: two officers never both win."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_desk", "commune_code", "audience", "state", "due_at"),
        CheckConstraint("state in ('open', 'taken', 'answered')", name="state"),
        CheckConstraint("audience in ('officer', 'inspector')", name="audience"),
        CheckConstraint("score between 1 and 5", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)  # TT-2026-000123
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), unique=True)  # the message that confirmed it
    commune_code: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))  # vocabulary.Act
    audience: Mapped[str] = mapped_column(String(16))
    procedure_code: Mapped[str | None] = mapped_column(String(16))
    question: Mapped[str] = mapped_column(Text)
    citizen_name: Mapped[str | None] = mapped_column(String(120))
    citizen_phone: Mapped[str | None] = mapped_column(String(20))
    consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_text: Mapped[str | None] = mapped_column(Text)  # the words agreed to, as proof
    transcript: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # [{"who": "citizen"|"bot", "text": …, "at": iso}]
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(default=1)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int | None]
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TicketEvent(Base):
    """What happened to a ticket: opened, taken, released, answered, reopened, rated, delivered, undelivered."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # None = citizen or system
    text: Mapped[str | None] = mapped_column(Text)


class TicketCounter(Base):
    """The last ticket number of each year."""

    __tablename__ = "ticket_counters"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
