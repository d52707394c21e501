"""Which channels are switched off. Read with every message, so that each process knows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge_base.switches.models import Switch, SwitchKind

CHANNELS = ("web", "telegram", "zalo")
"""What can be switched off, by the name under which its messages are kept."""


@dataclass(frozen=True)
class Closed:
    """A channel that is switched off."""

    switch_id: int
    channel: str
    reason: str
    until: datetime | None


def closed_channels(session: Session, now: datetime) -> Mapping[str, Closed]:
    """The channels that are off at this moment, by name."""
    wanted = select(Switch).where(Switch.ended_at.is_(None), Switch.kind == SwitchKind.CHANNEL).order_by(Switch.id)
    rows = [row for row in session.scalars(wanted) if row.until is None or row.until > now]
    return {row.subject: Closed(row.id, row.subject, row.reason, row.until) for row in rows}


def open_since(session: Session, channel: str, now: datetime) -> datetime | None:
    """When the channel was last switched on again; None if it never was off."""
    ended = func.coalesce(Switch.ended_at, Switch.until)
    mine = select(func.max(ended)).where(Switch.kind == SwitchKind.CHANNEL, Switch.subject == channel, ended <= now)
    return session.scalar(mine)
