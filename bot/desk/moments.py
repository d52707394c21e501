"""Moments and deadlines in words an officer reads at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.texts import Texts
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import VIETNAM

SOON = timedelta(hours=2)  # of working time
HOURS_A_DAY = 8
_DAY_KEYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


class Urgency(StrEnum):
    """How pressing a ticket is."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"


@dataclass(frozen=True)
class Deadline:
    """By when a ticket is to be answered: how long that is from now, and the moment itself."""

    words: str
    at: str
    urgency: Urgency


def moment(at: datetime, now: datetime, texts: Texts) -> str:
    """A moment as people say it: "09:15 hôm nay", "16:40 ngày 20/11"."""
    local, today = at.astimezone(VIETNAM), now.astimezone(VIETNAM).date()
    time = local.strftime("%H:%M")
    if key := _DAY_KEYS.get((local.date() - today).days):
        return texts.say(f"desk.time.{key}", time=time)
    day = local.strftime("%d/%m" if local.year == today.year else "%d/%m/%Y")
    return texts.say("desk.time.other_day", time=time, day=day)


def deadline(due: datetime, now: datetime, calendar: WorkingCalendar, texts: Texts) -> Deadline:
    """How much working time is left, or by how much it is over."""
    at = moment(due, now, texts)
    if now > due:
        over = calendar.working_time_between(due, now)
        key = "desk.time.over" if over >= timedelta(minutes=1) else "desk.time.just_over"
        return Deadline(texts.say(key, length=_length(over, texts)), at, Urgency.LATE)
    left = calendar.working_time_between(now, due)
    words = texts.say("desk.time.left", length=_length(left, texts))
    return Deadline(words, at, Urgency.SOON if left <= SOON else Urgency.CALM)


def _length(length: timedelta, texts: Texts) -> str:
    minutes = int(length.total_seconds() // 60)
    hours = minutes // 60
    if hours >= 2 * HOURS_A_DAY:
        return texts.say("desk.time.days", count=hours // HOURS_A_DAY)
    if hours:
        return texts.say("desk.time.hours", count=hours)
    return texts.say("desk.time.minutes", count=max(1, minutes))
