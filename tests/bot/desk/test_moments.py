"""Times and deadlines in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.moments import Urgency, deadline, moment
from bot.texts import Texts
from knowledge_base.calendar.working_time import WorkingCalendar

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # Thursday 9:00 in Viet Nam


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "09:00 hôm nay"),
        (NOW - timedelta(hours=9, minutes=1), "23:59 hôm qua"),
        (NOW + timedelta(hours=15), "00:00 ngày mai"),
        (NOW - timedelta(days=2), "09:00 ngày 24/11"),
        (NOW + timedelta(days=60), "09:00 ngày 25/01/2027"),
    ],
)
def test_a_moment_is_told_as_people_say_it(at: datetime, words: str, texts: Texts) -> None:
    assert moment(at, NOW, texts) == words


@pytest.mark.parametrize(
    ("due", "words", "urgency"),
    [
        (timedelta(hours=7), "Còn 5 giờ làm việc", Urgency.CALM),  # whole hours; the lunch break does not count
        (timedelta(hours=2), "Còn 2 giờ làm việc", Urgency.SOON),
        (timedelta(minutes=25), "Còn 25 phút làm việc", Urgency.SOON),
        (timedelta(0), "Còn 1 phút làm việc", Urgency.SOON),
        (timedelta(seconds=-30), "Vừa quá hạn", Urgency.LATE),
        (timedelta(hours=-1), "Quá hạn 1 giờ làm việc", Urgency.LATE),
        (timedelta(days=-1), "Quá hạn 8 giờ làm việc", Urgency.LATE),
        (timedelta(days=-6), "Quá hạn 3 ngày làm việc", Urgency.LATE),  # a weekend and a holiday lie in between
    ],
)
def test_a_deadline_counts_working_time(due: timedelta, words: str, urgency: Urgency, texts: Texts) -> None:
    told = deadline(NOW + due, NOW, WorkingCalendar.load(), texts)
    assert (told.words, told.urgency) == (words, urgency)
