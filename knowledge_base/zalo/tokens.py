"""The token pair of an Official Account: one refresher at a time, the new pair stored before anyone uses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from knowledge_base.zalo.models import ZaloTokens

EARLY = 0.8  # of its life: an access token of 25 hours is renewed after 20
CLAIM = timedelta(seconds=60)
"""A refresher that died is followed by another after this; longer than any call to Zalo may take."""
LONGEST_LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Pair:
    """What Zalo hands out. Never shown: not even in a traceback."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    life: timedelta


@dataclass(frozen=True)
class Held:
    """The pair as it is stored."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    refresh_from: datetime
    expires_at: datetime
    failures: int
    failure: str | None


def held(session: Session, oa_id: str) -> Held | None:
    """The present pair, if the account was ever connected."""
    row = session.get(ZaloTokens, oa_id)
    if row is None:
        return None
    return Held(row.access_token, row.refresh_token, row.refresh_from, row.expires_at, row.failures, row.failure)


def connect(session: Session, oa_id: str, pair: Pair, now: datetime) -> None:
    """Store the pair a person's consent gave."""
    row = session.get(ZaloTokens, oa_id, with_for_update=True)
    if row is None:
        row = ZaloTokens(oa_id=oa_id)
        session.add(row)
    _fill(row, pair, now)


def claim_refresh(session: Session, oa_id: str, stale: str, owner: str, now: datetime) -> str | None:
    """The refresh token, for the one who may use it; None if somebody else does, or has done so already.

    The row is locked only while the claim is written: Zalo is asked outside of any transaction, so that
    no citizen's message waits for a slow Zalo (on SQLite a writer holds up all others).
    """
    row = session.get(ZaloTokens, oa_id, with_for_update=True)
    if row is None or row.access_token != stale:
        return None
    if row.refresher_until is not None and row.refresher_until > now:
        return None
    row.refresher, row.refresher_until = owner, now + CLAIM
    return row.refresh_token


def renewed(session: Session, oa_id: str, used: str, pair: Pair, now: datetime) -> None:
    """Store the pair that ``used`` was exchanged for, unless a newer one is there already."""
    row = session.get_one(ZaloTokens, oa_id, with_for_update=True)
    if row.refresh_token == used:
        _fill(row, pair, now)


def not_renewed(session: Session, oa_id: str, used: str, owner: str, reason: str, until: datetime) -> int:
    """Note that it failed and when it may be tried again; returns the failures in a row."""
    row = session.get_one(ZaloTokens, oa_id, with_for_update=True)
    if row.refresh_token == used and row.refresher == owner:
        row.failures += 1
        row.failure, row.refresher_until = reason[:200], until
    return row.failures


def _fill(row: ZaloTokens, pair: Pair, now: datetime) -> None:
    life = min(pair.life, LONGEST_LIFE)
    row.previous_access_token, row.previous_refresh_token = row.access_token, row.refresh_token
    row.access_token, row.refresh_token = pair.access, pair.refresh
    row.refreshed_at, row.refresh_from, row.expires_at = now, now + life * EARLY, now + life
    row.refresher, row.refresher_until, row.failures, row.failure = None, None, 0, None
