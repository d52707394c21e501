"""Counts in working time: office hours, weekends, public holidays, make-up days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Self

import holidays

from knowledge_base.calendar.schedule import Exceptions, Shift, Weekday, WorkingHours, read
from knowledge_base.clock import VIETNAM

DATA = Path(__file__).parents[1] / "data"
_DAY = timedelta(days=1)
_WEEK = list(Weekday)


class WorkingCalendar:
    """When a commune's office works. Make one with ``WorkingCalendar.load()``."""

    def __init__(self, hours: WorkingHours, exceptions: Exceptions) -> None:
        self.hours = hours
        self._off = {day.date for day in exceptions.days_off}
        self._working = {day.date: day.hours_of for day in exceptions.working_days}

    @classmethod
    def load(cls, folder: Path = DATA) -> Self:
        """The calendar of the data files. Raises DataFileError."""
        hours = read(folder / "working_time.yaml", WorkingHours)
        return cls(hours, read(folder / "holidays.yaml", Exceptions))

    def shifts(self, day: date) -> list[Shift]:
        """The hours worked on that day; our data file outranks the holidays package, which outranks the week."""
        if day in self._working:
            return self.hours.week[self._working[day]]
        if day in self._off or day in _public_holidays(day.year):
            return []
        return self.hours.week[_WEEK[day.weekday()]]

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return bool(self.shifts(day))

    def add_working_time(self, start: datetime, hours: float) -> datetime:
        """The moment by which so many working hours have passed; 17:00 rather than the next morning."""
        left = timedelta(hours=hours)
        day = start.astimezone(VIETNAM).date()
        while True:
            for shift in self.shifts(day):
                opens = max(_at(day, shift, "start"), start)
                spare = _at(day, shift, "end") - opens
                if spare > timedelta(0) and left <= spare:
                    return (opens + left).astimezone(UTC)
                left -= max(spare, timedelta(0))
            day += _DAY

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none if the end comes first."""
        total = timedelta(0)
        day = start.astimezone(VIETNAM).date()
        while day <= end.astimezone(VIETNAM).date():
            for shift in self.shifts(day):
                opens, closes = max(_at(day, shift, "start"), start), min(_at(day, shift, "end"), end)
                total += max(closes - opens, timedelta(0))
            day += _DAY
        return total

    def add_working_days(self, start: date, days: int) -> date:
        """The last of so many working days, counted from the day after ``start``."""
        day = start
        while days > 0:
            day += _DAY
            days -= self.is_working_day(day)
        return day

    def ticket_due(self, opened: datetime) -> datetime:
        """By when a ticket opened at that moment is to be answered."""
        return self.add_working_time(opened, self.hours.ticket_hours)


def _at(day: date, shift: Shift, edge: str) -> datetime:
    return datetime.combine(day, shift.start if edge == "start" else shift.end, VIETNAM)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))
