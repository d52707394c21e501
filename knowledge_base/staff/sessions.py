"""Sign-ins: random tokens kept only as hashes, ended by idleness, age, sign-out or a closed account."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge_base.staff.models import Staff, StaffSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and the secret their forms carry."""

    staff: Staff
    csrf: str
    stale: bool  # last_seen_at is old enough to be written again


def begin(session: Session, staff: Staff, now: datetime) -> str:
    """Start a session with a new token; the token itself is never stored. Sweeps ended ones."""
    session.execute(delete(StaffSession).where(_ended(now)))
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=_hash(token),
            staff_id=staff.id,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            last_seen_at=now,
        )
    )
    return token


def find(session: Session, token: str, now: datetime, *, demo: bool) -> SignedIn | None:
    """Who holds this token, if the session lives and the account may still sign in."""
    row = session.scalars(select(StaffSession).where(StaffSession.token_hash == _hash(token), ~_ended(now))).first()
    staff = session.get(Staff, row.staff_id) if row else None
    if row is None or staff is None or not may_sign_in(staff, demo=demo):
        return None
    return SignedIn(staff, row.csrf, stale=now - row.last_seen_at >= TOUCH_EVERY)


def touch(session: Session, token: str, now: datetime) -> None:
    """The person did something: idleness begins anew."""
    session.execute(update(StaffSession).where(StaffSession.token_hash == _hash(token)).values(last_seen_at=now))


def end(session: Session, token: str) -> None:
    """Sign out."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


def end_all(session: Session, staff: Staff) -> None:
    """Sign this person out everywhere."""
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id))


def may_sign_in(staff: Staff, *, demo: bool) -> bool:
    """Closed accounts never, demo accounts only in demo mode."""
    return staff.active and (demo or not staff.demo)


def _ended(now: datetime) -> ColumnElement[bool]:
    return or_(StaffSession.last_seen_at <= now - IDLE, StaffSession.created_at <= now - ABSOLUTE)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
