"""Which warnings are due: each bound of each thing once, whatever process looks first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.expiry.models import ExpiryNotice
from knowledge_base.expiry.queue import Ending


def newly_crossed(session: Session, endings: Iterable[Ending], day: date, now: datetime) -> list[Ending]:
    """Those that crossed a bound nobody was warned of yet; they count as warned of from now on."""
    crossed = [(item, bound) for item in endings if (bound := item.threshold(day)) is not None]
    return [item for item, bound in crossed if _note(session, item, bound, now)]


def _note(session: Session, item: Ending, threshold: int, now: datetime) -> bool:
    given = {"kind": item.kind.value, "subject": item.subject[:64], "last": item.last, "threshold": threshold}
    if session.scalars(select(ExpiryNotice.id).filter_by(**given)).first() is not None:
        return False
    try:
        with session.begin_nested():
            session.add(ExpiryNotice(**given, at=now))
    except IntegrityError:  # another process warned in the same moment
        return False
    return True
