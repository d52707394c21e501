"""The chat in a frame: for portals on the list, and for nobody else."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from bot.guard.csrf import is_ours
from bot.guard.headers import FRAMED_BY
from bot.guard.routes import Guard, guarded
from bot.keys import SETTINGS
from bot.site.pages import error_page
from bot.webchat import page

PATH = "/nhung"
_FRAMES = {"iframe", "frame", "embed", "object"}


@guarded(Guard.PUBLIC)
async def framed(request: web.Request) -> web.Response:
    """The chat; ``?xa=CODE`` in a commune. A portal that is not listed gets kind words instead."""
    origins = request.app[SETTINGS].framing
    if request.headers.get("Sec-Fetch-Dest", "") == "document":  # opened by itself: then as the page that it is
        raise web.HTTPFound("/" + (f"?xa={commune}" if (commune := _commune(request)) else ""))
    if not origins or _is_stranger(request, origins):
        return error_page(request, 403, "widget.not_listed")
    response = await page.show(request, origins)
    request[FRAMED_BY] = origins
    return response


def _is_stranger(request: web.Request, origins: tuple[str, ...]) -> bool:
    """Only to say so kindly: who sends no address is judged by the browser, which holds to the list itself."""
    around = urlsplit(request.headers.get("Referer", ""))
    origin = f"{around.scheme}://{around.netloc}".lower()
    return bool(around.netloc) and origin not in origins and not is_ours(request, origin)


def _commune(request: web.Request) -> str:
    code = request.query.get("xa", "")
    return code if code.isascii() and code.isdecimal() else ""
