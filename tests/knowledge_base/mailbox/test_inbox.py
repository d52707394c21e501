"""The inbox: written once, claimed by one, answered in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import release_leases
from knowledge_base.database import Database
from knowledge_base.errors import ConflictError
from knowledge_base.mailbox.inbox import (
    Claim,
    Incoming,
    claim_next,
    finish,
    is_waiting,
    let_go,
    receive,
    received_until,
)
from knowledge_base.mailbox.models import InboxRow, IncomingKind
from tests.conftest import FrozenClock

LEASE = timedelta(seconds=30)


def message(number: int, citizen: str = "an", text: str = "xin chào") -> Incoming:
    return Incoming("telegram", f"{citizen}-{number}", citizen, IncomingKind.TEXT, text)


def put(database: Database, clock: FrozenClock, *incoming: Incoming) -> list[int]:
    with database.transaction() as session:
        return [receive(session, item, clock()).inbox_id for item in incoming]


def claim(database: Database, clock: FrozenClock, owner: str = "w1") -> Claim | None:
    with database.transaction() as session:
        return claim_next(session, owner, clock(), LEASE)


def answer(database: Database, clock: FrozenClock, claimed: Claim) -> None:
    with database.transaction() as session:
        finish(session, claimed, clock())


def test_the_same_message_sent_again_changes_nothing(database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        first = receive(session, message(1), clock())
    with database.transaction() as session:
        again = receive(session, message(1, text="khác"), clock())
    assert (first.duplicate, again.duplicate) == (False, True)
    assert again.inbox_id == first.inbox_id
    with database.reading() as session:
        assert session.scalars(select(InboxRow.text)).all() == ["xin chào"]


def test_ten_resends_at_once_leave_one_row_and_one_conversation(database: Database, clock: FrozenClock) -> None:
    with ThreadPoolExecutor(10) as pool:
        ids = list(pool.map(lambda _: put(database, clock, message(1))[0], range(10)))
    assert len(set(ids)) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InboxRow)) == 1
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_one_citizen_is_answered_in_order_and_others_meanwhile(database: Database, clock: FrozenClock) -> None:
    first, second, other = put(database, clock, message(1), message(2), message(1, "binh"))
    mine, theirs = claim(database, clock), claim(database, clock)
    assert mine is not None
    assert theirs is not None
    assert (mine.inbox_id, theirs.inbox_id) == (first, other)
    assert claim(database, clock) is None  # the second message waits for the first
    answer(database, clock, mine)
    after = claim(database, clock)
    assert after is not None
    assert after.inbox_id == second


def test_many_workers_never_claim_the_same_message(database: Database, clock: FrozenClock) -> None:
    put(database, clock, *(message(1, f"người {n}") for n in range(20)))
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda n: claim(database, clock, f"w{n}"), range(40)))
    ids = [item.inbox_id for item in claims if item]
    assert len(ids) == len(set(ids))


def test_a_dead_workers_message_is_claimed_again_after_its_lease(database: Database, clock: FrozenClock) -> None:
    put(database, clock, message(1))
    dead = claim(database, clock, "w1")
    assert dead is not None
    assert claim(database, clock, "w2") is None
    clock.advance(seconds=31)
    heir = claim(database, clock, "w2")
    assert heir is not None
    assert heir.inbox_id == dead.inbox_id
    assert heir.attempts == 2


def test_whoever_lost_the_lease_can_conclude_nothing(database: Database, clock: FrozenClock) -> None:
    put(database, clock, message(1))
    slow = claim(database, clock, "w1")
    clock.advance(seconds=31)
    heir = claim(database, clock, "w2")
    assert slow is not None
    assert heir is not None
    with pytest.raises(ConflictError):
        answer(database, clock, slow)
    answer(database, clock, heir)
    with pytest.raises(ConflictError):
        answer(database, clock, heir)


def test_a_restarted_worker_frees_only_its_own_leases(database: Database, clock: FrozenClock) -> None:
    put(database, clock, message(1), message(1, "binh"))
    claim(database, clock, "w1")
    claim(database, clock, "w2")
    with database.transaction() as session:
        release_leases(session, "w1")
    freed = claim(database, clock, "w3")
    assert freed is not None
    assert claim(database, clock, "w3") is None


def test_a_message_given_back_is_waiting_again(database: Database, clock: FrozenClock) -> None:
    put(database, clock, message(1))
    taken = claim(database, clock)
    assert taken is not None
    with database.reading() as session:
        assert not is_waiting(session, clock())
    with database.transaction() as session:
        let_go(session, taken)
    with database.reading() as session:
        assert is_waiting(session, clock())


def test_a_flood_is_counted_at_the_time_it_arrived(database: Database, clock: FrozenClock) -> None:
    put(database, clock, message(1), message(2))
    clock.advance(seconds=61)
    (third,) = put(database, clock, message(3))
    clock.advance(seconds=300)
    with database.reading() as session:
        row = session.get_one(InboxRow, third)
        assert received_until(session, row, timedelta(minutes=1)) == 1
