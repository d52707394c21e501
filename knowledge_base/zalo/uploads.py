"""Files Zalo holds for us: uploading is limited by the month, so a token serves every citizen until it is old."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from knowledge_base.zalo.models import ZaloUpload

KEPT = timedelta(days=6)
"""A day less than Zalo keeps it."""


def token_of(session: Session, oa_id: str, sha256: str, now: datetime) -> str | None:
    """The token of a file that was uploaded lately."""
    row = session.get(ZaloUpload, (oa_id, sha256))
    return row.token if row is not None and row.until > now else None


def keep_token(session: Session, oa_id: str, sha256: str, token: str, now: datetime) -> None:
    """Remember it, in the place of an older one."""
    session.merge(ZaloUpload(oa_id=oa_id, sha256=sha256, token=token, until=now + KEPT))


def forget_token(session: Session, oa_id: str, sha256: str, token: str) -> None:
    """Zalo no longer knows it; one that came in its place meanwhile stays."""
    row = session.get(ZaloUpload, (oa_id, sha256), with_for_update=True)
    if row is not None and row.token == token:
        session.delete(row)
