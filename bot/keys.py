"""Typed keys under which the web application keeps its parts."""

from aiohttp import web

from bot.mailroom import Mailroom
from bot.settings import Settings
from bot.texts import Texts

SETTINGS = web.AppKey("settings", Settings)
MAILROOM = web.AppKey("mailroom", Mailroom)
TEXTS = web.AppKey("texts", Texts)
