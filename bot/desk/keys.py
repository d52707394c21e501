"""Typed keys of what only the desk uses."""

from aiohttp import web

from bot.guard.rates import Rate
from knowledge_base.calendar.working_time import WorkingCalendar

CALENDAR = web.AppKey("calendar", WorkingCalendar)
SIGN_IN_RATE = web.AppKey("sign_in_rate", Rate)
