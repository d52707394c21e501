"""The change log of everything."""

from __future__ import annotations

from aiohttp import web

from bot.admin.access import reading, require_editor, show
from bot.admin.log_view import in_words
from bot.guard.routes import Guard, guarded
from knowledge_base.editing.log import latest_changes


@guarded(Guard.EDITOR)
async def show_changes(request: web.Request) -> web.Response:
    """The latest changes, the newest first."""
    signed = await require_editor(request)
    log = await reading(request, lambda session: in_words(request.app, session, latest_changes(session)))
    return show(request, signed, "changes", log=log)
