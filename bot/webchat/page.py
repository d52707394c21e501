"""The citizens' page: a shell that the script fills."""

from __future__ import annotations

from aiohttp import web

from bot.guard.routes import Guard, guarded
from bot.keys import SETTINGS, TEXTS
from bot.site.pages import page

STARTERS = ("birth", "residence", "certify", "identity", "marriage", "poor")
"""Keys of what is offered to start with."""
SCRIPT_WORDS = (
    *("you", "bot", "officer", "ticket", "typing", "offline", "unsent", "retry", "refused", "too_long", "no_files"),
    *("new_confirm", "expired", "attachment"),
)


@guarded(Guard.PUBLIC)
async def chat(request: web.Request) -> web.Response:
    """The chat."""
    texts = request.app[TEXTS]
    starters = [texts.say(f"webchat.starter.{key}") for key in STARTERS]
    words = {key: texts.say(f"webchat.script.{key}", left="{left}") for key in SCRIPT_WORDS}
    return page(request, "webchat/chat.html", starters=starters, words=words, limit=request.app[SETTINGS].max_message)
