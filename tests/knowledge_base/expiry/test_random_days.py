"""On no day of many is a citizen told a version that is over, or one whose day has not come."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from knowledge_base.clock import VIETNAM
from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import ProcedureVersion
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from tests.conftest import FrozenClock
from tests.knowledge_base.expiry.conftest import document

MOMENTS = 10_000
FIRST, SPAN = date(2024, 1, 1), 1200  # days


def test_no_version_is_told_outside_its_days(database: Database, clock: FrozenClock) -> None:
    """The library answers alike all day: it is asked at the first of the random moments of each day."""
    chance = random.Random(20261124)
    with database.transaction() as session:
        for number in range(3):  # three loads leave ended, present and prepared versions of each procedure behind
            publish_files(session, [_any(chance, code, number) for code in range(8)], clock())
        rows = {(row.code, row.document["name"]): row for row in session.scalars(select(ProcedureVersion))}
    assert {row.state for row in rows.values()} == {"published", "retired"}
    moments: dict[date, list[datetime]] = {}
    for _ in range(MOMENTS):
        moment = datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=chance.randrange(SPAN * 1440))
        moments.setdefault(moment.date(), []).append(moment)
    library, told, wrong = Library(database, clock), 0, 0
    for day, some in moments.items():
        clock.at = min(some).astimezone(UTC)
        for one in library.current().documents.values():
            row = rows[(one.code, one.name)]
            told += len(some)
            wrong += not (row.effective_from <= day and (row.effective_to is None or day <= row.effective_to))
    assert wrong == 0
    assert told > MOMENTS


def _any(chance: random.Random, code: int, number: int) -> ProcedureDocument:
    begins = FIRST + timedelta(days=chance.randrange(SPAN))
    ends = begins + timedelta(days=chance.randrange(600)) if chance.random() < 0.7 else None
    return document(f"1.00000{code}", name=f"Bản {code}.{number}", effective_from=begins, effective_to=ends)
