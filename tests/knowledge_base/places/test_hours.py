"""Opening hours: from when to when, or they are no opening hours."""

from __future__ import annotations

import pytest

from knowledge_base.places.hours import are_hours


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30 và 13 giờ 30 đến 17 giờ",
        "Sáng 7h30 - 11h30, chiều 13h30 - 17h",
        "07:30–11:30; 13:30–17:00",
        "Từ 7 giờ đến 11 giờ 30 phút",
    ],
)
def test_what_people_write_is_understood(text: str) -> None:
    assert are_hours(text)


@pytest.mark.parametrize(
    "text",
    [
        "Giờ hành chính",
        "Từ 7 giờ 30",
        "25 giờ đến 26 giờ",
        "7 giờ 75 đến 11 giờ",
        "11 giờ 30 đến 7 giờ 30",
        "7 giờ đến 11 giờ, chiều từ 13 giờ",
    ],
)
def test_what_tells_no_hours_is_not(text: str) -> None:
    assert not are_hours(text)
