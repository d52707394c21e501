"""Deadlines in working time, by the real calendar of 2026 and 2027."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import VIETNAM
from tests.conftest import FrozenClock

CALENDAR = WorkingCalendar.load()


def at(text: str) -> datetime:
    """A moment of the clocks in Viet Nam: "2026-11-25 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


# When a ticket was opened, and by when it is to be answered: eight working hours later.
DUE = [
    # an ordinary week, Monday 5 to Friday 9 October 2026
    ("2026-10-05 07:30", "2026-10-05 17:00"),
    ("2026-10-05 07:31", "2026-10-06 07:31"),
    ("2026-10-05 09:00", "2026-10-06 09:00"),
    ("2026-10-05 11:29", "2026-10-06 11:29"),
    ("2026-10-06 15:45", "2026-10-07 15:45"),
    ("2026-10-06 16:59", "2026-10-07 16:59"),
    # before, between and after the hours
    ("2026-10-05 00:00", "2026-10-05 17:00"),
    ("2026-10-05 05:12", "2026-10-05 17:00"),
    ("2026-10-05 11:30", "2026-10-06 11:30"),
    ("2026-10-05 12:00", "2026-10-06 11:30"),
    ("2026-10-05 12:59", "2026-10-06 11:30"),
    ("2026-10-05 13:00", "2026-10-06 11:30"),
    ("2026-10-05 13:01", "2026-10-06 13:01"),
    ("2026-10-05 17:00", "2026-10-06 17:00"),
    ("2026-10-05 17:01", "2026-10-06 17:00"),
    ("2026-10-05 23:59", "2026-10-06 17:00"),
    # over a weekend
    ("2026-10-08 17:30", "2026-10-09 17:00"),
    ("2026-10-09 07:30", "2026-10-09 17:00"),
    ("2026-10-09 08:00", "2026-10-12 08:00"),
    ("2026-10-09 12:30", "2026-10-12 11:30"),
    ("2026-10-09 16:30", "2026-10-12 16:30"),
    ("2026-10-09 20:00", "2026-10-12 17:00"),
    ("2026-10-10 10:00", "2026-10-12 17:00"),
    ("2026-10-11 23:00", "2026-10-12 17:00"),
    # New Year 2026: Thursday off, Friday 2 January off, made up for on Saturday 10 January
    ("2025-12-31 16:00", "2026-01-05 16:00"),
    ("2025-12-31 18:00", "2026-01-05 17:00"),
    ("2026-01-01 09:00", "2026-01-05 17:00"),
    ("2026-01-02 09:00", "2026-01-05 17:00"),
    ("2026-01-09 16:00", "2026-01-10 16:00"),
    ("2026-01-09 17:30", "2026-01-10 17:00"),
    ("2026-01-10 09:00", "2026-01-12 09:00"),
    ("2026-01-10 17:30", "2026-01-12 17:00"),
    # Tết Bính Ngọ 2026: off from Monday 16 to Friday 20 February
    ("2026-02-12 17:00", "2026-02-13 17:00"),
    ("2026-02-13 08:00", "2026-02-23 08:00"),
    ("2026-02-13 13:30", "2026-02-23 13:30"),
    ("2026-02-13 17:30", "2026-02-23 17:00"),
    ("2026-02-16 10:00", "2026-02-23 17:00"),
    ("2026-02-17 00:30", "2026-02-23 17:00"),
    ("2026-02-20 16:00", "2026-02-23 17:00"),
    ("2026-02-22 12:00", "2026-02-23 17:00"),
    ("2026-02-23 09:00", "2026-02-24 09:00"),
    # the Kings' day on Sunday 26 April 2026, its substitute on Monday; then 30 April and 1 May
    ("2026-04-24 15:00", "2026-04-28 15:00"),
    ("2026-04-26 09:00", "2026-04-28 17:00"),
    ("2026-04-27 09:00", "2026-04-28 17:00"),
    ("2026-04-28 09:00", "2026-04-29 09:00"),
    ("2026-04-29 14:00", "2026-05-04 14:00"),
    ("2026-05-01 08:00", "2026-05-04 17:00"),
    # National Day 2026: Monday 31 August off too, made up for on Saturday 22 August
    ("2026-08-21 16:00", "2026-08-22 16:00"),
    ("2026-08-22 08:30", "2026-08-24 08:30"),
    ("2026-08-28 10:00", "2026-09-03 10:00"),
    ("2026-08-31 10:00", "2026-09-03 17:00"),
    ("2026-09-02 23:00", "2026-09-03 17:00"),
    # the Day of Culture, Tuesday 24 November 2026, and Wednesday in 2027
    ("2026-11-23 10:00", "2026-11-25 10:00"),
    ("2026-11-24 10:00", "2026-11-25 17:00"),
    ("2027-11-23 16:59", "2027-11-25 16:59"),
    # New Year 2027 is a Friday
    ("2026-12-31 17:00", "2027-01-04 17:00"),
    ("2027-01-01 07:30", "2027-01-04 17:00"),
    # Tết Đinh Mùi 2027: off from Thursday 4 to Wednesday 10 February
    ("2027-02-03 07:30", "2027-02-03 17:00"),
    ("2027-02-03 10:00", "2027-02-11 10:00"),
    ("2027-02-03 17:01", "2027-02-11 17:00"),
    ("2027-02-06 00:00", "2027-02-11 17:00"),
    ("2027-02-10 23:59", "2027-02-11 17:00"),
    ("2027-02-11 13:00", "2027-02-12 11:30"),
    # spring 2027: the Kings' day on a Friday, 30 April on a Friday, 1 May on a Saturday made good on Monday
    ("2027-04-15 15:00", "2027-04-19 15:00"),
    ("2027-04-29 16:00", "2027-05-04 16:00"),
    ("2027-05-03 09:00", "2027-05-04 17:00"),
    # National Day 2027, Thursday and Friday
    ("2027-09-01 11:00", "2027-09-06 11:00"),
]


@pytest.mark.parametrize(("opened", "due"), DUE)
def test_a_ticket_is_due_after_eight_working_hours(opened: str, due: str) -> None:
    # A deadline at the very end of a shift and at the start of the next is the same one: the earlier is named.
    assert CALENDAR.ticket_due(at(opened)).astimezone(VIETNAM) == at(due)


def test_the_table_is_long_enough() -> None:
    assert len({opened for opened, _ in DUE}) >= 60


@pytest.mark.parametrize(("opened", "due"), DUE)
def test_between_opening_and_deadline_lie_eight_working_hours(opened: str, due: str) -> None:
    assert CALENDAR.working_time_between(at(opened), at(due)) == timedelta(hours=8)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-10-05 07:30", 0.5, "2026-10-05 08:00"),
        ("2026-10-05 11:00", 1, "2026-10-05 13:30"),
        ("2026-10-05 07:30", 4, "2026-10-05 11:30"),
        ("2026-10-05 16:00", 2, "2026-10-06 08:30"),
        ("2026-10-09 16:00", 16, "2026-10-13 16:00"),
        ("2026-10-05 07:30", 40, "2026-10-09 17:00"),
        ("2026-02-13 07:30", 16, "2026-02-23 17:00"),
    ],
)
def test_any_number_of_hours_can_be_added(start: str, hours: float, end: str) -> None:
    assert CALENDAR.add_working_time(at(start), hours).astimezone(VIETNAM) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-10-05", 0, "2026-10-05"),
        ("2026-10-05", 1, "2026-10-06"),
        ("2026-10-09", 1, "2026-10-12"),
        ("2026-10-10", 3, "2026-10-14"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-10", 7, "2026-02-26"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2027-02-03", 5, "2027-02-17"),
        ("2026-04-24", 5, "2026-05-06"),
    ],
)
def test_working_days_are_counted_from_the_next_one(start: str, days: int, last: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), days) == date.fromisoformat(last)


def test_no_working_time_lies_between_a_later_and_an_earlier_moment() -> None:
    assert CALENDAR.working_time_between(at("2026-10-06 09:00"), at("2026-10-05 09:00")) == timedelta(0)
    assert CALENDAR.working_time_between(at("2026-10-10 00:00"), at("2026-10-11 23:00")) == timedelta(0)


def test_the_moment_counts_wherever_its_clock_stands(clock: FrozenClock) -> None:
    clock.at = datetime(2026, 10, 5, 0, 30, tzinfo=UTC)  # 7:30 in Viet Nam
    due = CALENDAR.ticket_due(clock())
    assert due == at("2026-10-05 17:00")
    assert due.tzinfo is UTC
    clock.advance(hours=1)
    assert CALENDAR.ticket_due(clock()) == at("2026-10-06 08:30")


def test_a_made_up_saturday_has_the_hours_of_the_day_it_stands_for() -> None:
    assert CALENDAR.shifts(date(2026, 8, 22)) == CALENDAR.hours.week["monday"]  # type: ignore[index]
    assert CALENDAR.is_working_day(date(2026, 8, 22))
    assert not CALENDAR.is_working_day(date(2026, 8, 29))
