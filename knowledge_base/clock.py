"""The time, in one place, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

type Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(clock: Clock = now) -> date:
    """The calendar day in Viet Nam."""
    return clock().astimezone(VIETNAM).date()
