"""Each bound of each thing is warned of once, by whichever process looks first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from knowledge_base.database import Database
from knowledge_base.expiry.queue import Ending, Subject
from knowledge_base.expiry.watch import newly_crossed
from tests.conftest import FrozenClock

LAST = date(2027, 2, 28)
LAW = Ending(Subject.ACT, "60/2014/QH13", "Luật Hộ tịch", LAST, ("1.001193",))


def look(database: Database, day: date, clock: FrozenClock, *endings: Ending) -> list[str]:
    with database.transaction() as session:
        return [item.subject for item in newly_crossed(session, endings or [LAW], day, clock())]


def test_one_warning_for_each_bound(database: Database, clock: FrozenClock) -> None:
    days = [
        date(2026, 12, 1),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 29),
        date(2027, 2, 21),
        date(2027, 3, 1),
    ]
    warned = [bool(look(database, day, clock)) for day in days for _ in range(2)]
    assert warned == [False, False, True, False, False, False, True, False, True, False, True, False]


def test_a_new_last_day_is_a_new_warning(database: Database, clock: FrozenClock) -> None:
    day = date(2027, 2, 1)
    assert look(database, day, clock) == ["60/2014/QH13"]
    moved = Ending(Subject.ACT, "60/2014/QH13", "Luật Hộ tịch", date(2027, 2, 20), ("1.001193",))
    assert look(database, day, clock, moved) == ["60/2014/QH13"]


def test_of_many_who_look_at_once_one_warns(database: Database, clock: FrozenClock) -> None:
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: look(database, date(2027, 2, 1), clock), range(6)))
    assert sum(len(one) for one in found) == 1
