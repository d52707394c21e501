"""Typed keys under which the web application keeps its parts."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.mailroom import Mailroom
from bot.settings import Settings
from bot.texts import Texts
from knowledge_base.forms.answers import FormAnswers
from knowledge_base.procedures.library import Library
from knowledge_base.units.service import Units

SETTINGS = web.AppKey("settings", Settings)
MAILROOM = web.AppKey("mailroom", Mailroom)
TEXTS = web.AppKey("texts", Texts)
UNITS = web.AppKey("units", Units)
FORMS = web.AppKey("forms", FormAnswers)
LIBRARY = web.AppKey("library", Library)
PULLED = web.AppKey("pulled", frozenset[str])
"""Names of the channels whose readers fetch messages themselves."""
HEALTH: web.AppKey[Callable[[], Awaitable[bool]]] = web.AppKey("health")
