"""Wrong data files are refused with file, field and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge_base.calendar.schedule import Exceptions, WorkingHours, read
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.errors import DataFileError

WEEK = """
week:
  monday: &day ["07:30-11:30", "13:00-17:00"]
  tuesday: *day
  wednesday: *day
  thursday: *day
  friday: *day
  saturday: ["07:30-11:30"]
  sunday: []
week_basis: Quy chế làm việc
ticket_hours: 8
ticket_basis: Cam kết
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("sunday: []", "", "(file)", "every day of the week must be named"),
        ("sunday: []", "sunnday: []", "week.sunnday", "Input should be 'monday'"),
        ('"13:00-17:00"', '"17:00-13:00"', "week.monday.1", "a shift must end after it starts"),
        ('"13:00-17:00"', '"11:00-17:00"', "(file)", "the hours of monday overlap"),
        ('"13:00-17:00"', '"chiều"', "week.monday.1.start", "valid time"),
        ("ticket_hours: 8", "ticket_hours: 0", "ticket_hours", "greater than 0"),
        ("ticket_hours: 8", "", "ticket_hours", "Field required"),
        ("ticket_hours: 8", "ticket_hours: tám", "ticket_hours", "valid number"),
        ("ticket_basis: Cam kết", "ticket_basis: Cam kết\nlunch: yes", "lunch", "not permitted"),
    ],
)
def test_wrong_office_hours_are_named(tmp_path: Path, old: str, new: str, field: str, reason: str) -> None:
    path = written(tmp_path, "working_time.yaml", WEEK.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        read(path, WorkingHours)
    message = str(caught.value)
    assert message.startswith(f"working_time.yaml: {field}: ")
    assert reason in message


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("days_off: [{date: hôm qua, reason: x, source: y}]", "days_off.0.date", "valid date"),
        ("days_off: [{date: 2026-12-01, source: y}]", "days_off.0.reason", "Field required"),
        (
            "working_days: [{date: 2026-12-05, hours_of: someday, reason: x, source: y}]",
            "working_days.0.hours_of",
            "Input should be",
        ),
        (
            "days_off: [{date: 2026-12-01, reason: x, source: y}]\n"
            "working_days: [{date: 2026-12-01, hours_of: monday, reason: x, source: y}]",
            "(file)",
            "both off and working: 2026-12-01",
        ),
        ("nghi: []", "nghi", "not permitted"),
    ],
)
def test_wrong_exceptions_are_named(tmp_path: Path, text: str, field: str, reason: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read(written(tmp_path, "holidays.yaml", text), Exceptions)
    message = str(caught.value)
    assert message.startswith(f"holidays.yaml: {field}: ")
    assert reason in message


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"^working_time\.yaml: "):
        WorkingCalendar.load(tmp_path)
    written(tmp_path, "working_time.yaml", "week: [")
    with pytest.raises(DataFileError, match=r"^working_time\.yaml: "):
        WorkingCalendar.load(tmp_path)


def test_a_day_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "holidays.yaml", "days_off: [{date: 2026-13-01, reason: x, source: y}]")
    with pytest.raises(DataFileError, match=r"^holidays\.yaml: month must be in 1\.\.12"):
        read(path, Exceptions)


def test_our_exceptions_outrank_the_public_holidays_and_the_week(tmp_path: Path) -> None:
    written(tmp_path, "working_time.yaml", WEEK)
    written(
        tmp_path,
        "holidays.yaml",
        "days_off: [{date: 2026-10-05, reason: bão, source: CV 1}]\n"
        "working_days: [{date: 2026-09-02, hours_of: saturday, reason: trực, source: CV 2}]",
    )
    calendar = WorkingCalendar.load(tmp_path)
    assert not calendar.is_working_day(date(2026, 10, 5))
    assert len(calendar.shifts(date(2026, 9, 2))) == 1
    assert calendar.is_working_day(date(2026, 10, 3))  # this office works on Saturday morning


def test_every_exception_of_ours_names_its_source() -> None:
    calendar = read(Path("knowledge_base/data/holidays.yaml"), Exceptions)
    sources = [day.source for day in calendar.days_off] + [day.source for day in calendar.working_days]
    assert all(len(source) > 5 for source in sources)
