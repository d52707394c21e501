"""The judge of the crash trials: it must see every kind of loss, or a passed trial proves nothing."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

import pytest

from tests.trials.crash import Counted, wrong_tickets
from tests.trials.judging import Findings, Record, Reply, compare, judge
from tests.trials.killing import MIX, targets

WRITTEN = ((1, "một"), (2, "hai"))
REPLIES = (Reply(("A",), 1), Reply(("B1", "B2"), 2))


def counts(found: Findings) -> tuple[int, int, int, int]:
    return found.lost, found.inversions, found.extra, found.strange


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    record = Record(("một", "hai"), WRITTEN, (*REPLIES, Reply(("cán bộ",))), ("A", "cán bộ", "B1", "B2"))
    assert counts(judge(record)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record(("một", "hai", "ba"), WRITTEN, REPLIES, ("A", "B1", "B2")), (1, 0, 0, 0)),
        (Record(("hai", "một"), WRITTEN, REPLIES, ("A", "B1", "B2")), (0, 1, 0, 0)),
        (Record(("một", "hai"), WRITTEN, REPLIES[:1], ("A",)), (1, 0, 0, 0)),
        (Record(("một", "hai"), WRITTEN, REPLIES[::-1], ("B1", "B2", "A")), (0, 1, 0, 0)),
        (Record(("một", "hai"), WRITTEN, (*REPLIES, Reply(("cán bộ",))), ("A", "B1", "B2")), (1, 0, 0, 0)),
        (Record(("một",), WRITTEN[:1], (REPLIES[0], Reply(("cán bộ",))), ("cán bộ", "A", "cán bộ")), (0, 0, 1, 0)),
    ],
    ids=[
        "not written",
        "written in another order",
        "unanswered",
        "answered in another order",
        "officer",
        "officer twice",
    ],
)
def test_each_way_of_going_wrong_is_found(record: Record, expected: tuple[int, int, int, int]) -> None:
    assert counts(judge(record)) == expected


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("A B C", (0, 0, 0, 0)),
        ("A A B C", (0, 0, 1, 0)),
        ("A B A C", (0, 0, 1, 0)),
        ("A C", (1, 0, 0, 0)),
        ("A B", (1, 0, 0, 0)),
        ("A C B", (0, 1, 0, 0)),
        ("A X B C", (0, 0, 0, 1)),
        ("", (3, 0, 0, 0)),
    ],
)
def test_what_arrived_is_compared_with_what_was_said(heard: str, expected: tuple[int, int, int, int]) -> None:
    assert counts(compare([("A",), ("B",), ("C",)], heard.split())) == expected


def test_a_message_of_two_pieces_that_comes_again_is_one_copy() -> None:
    assert counts(compare([("B1", "B2"), ("C",)], ["B1", "B2", "B1", "B2", "C"])) == (0, 0, 1, 0)


def test_the_same_answer_to_two_questions_is_no_copy() -> None:
    assert counts(compare([("A",), ("A",)], ["A", "A"])) == (0, 0, 0, 0)


def test_tickets_that_are_missing_or_there_twice_are_named() -> None:
    confirmed = {"TT-2026-000001": "một", "TT-2026-000002": "hai"}
    there = [("TT-2026-000001", "một"), ("TT-2026-000003", "một")]
    assert wrong_tickets(confirmed, there) == ["missing: TT-2026-000002", "twice: một"]
    assert wrong_tickets(confirmed, [("TT-2026-000001", "một"), ("TT-2026-000002", "hai")]) == []


def test_a_copy_for_each_kill_is_allowed_and_no_more() -> None:
    counted = Counted(1, "sqlite", kills=Counter(bot=2), found=Findings(extra=2))
    assert not counted.failed
    counted.found.extra = 3
    assert counted.failed


def test_every_kind_is_struck_first_and_a_seed_gives_the_same_blows() -> None:
    first = list(islice(targets(random.Random(7)), 200))
    assert set(first[: len(MIX)]) == set(MIX)
    assert first == list(islice(targets(random.Random(7)), 200))
