"""The script a portal loads: one file, with its words filled in."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from aiohttp import ETag, web

from bot.guard.routes import Guard, guarded
from bot.keys import TEXTS
from bot.texts import Texts

PATH = "/widget.js"
FILE = Path(__file__).with_name("widget.js")
WORDS = ("open", "close", "frame", "opening", "failed", "page", "news")
GAP = '"%WORDS%"'
KEPT = "public, max-age=600"
"""Seconds after which a portal's visitors ask whether it changed."""


@guarded(Guard.PUBLIC)
async def widget(request: web.Request) -> web.Response:
    """The same for every portal; it finds its commune in its own tag."""
    body = filled(request.app[TEXTS]).encode()
    etag = ETag(hashlib.sha256(body).hexdigest()[:32])
    known = request.if_none_match is not None and etag in request.if_none_match
    response = web.Response(status=304) if known else web.Response(body=body, content_type="text/javascript")
    if not known:
        response.charset = "utf-8"
    response.etag = etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made for pages of others
    return response


def filled(texts: Texts) -> str:
    """The script with its words."""
    words = {key: texts.say(f"widget.{key}") for key in WORDS}
    return _source().replace(GAP, json.dumps(words, ensure_ascii=False, separators=(",", ":")))


@cache
def _source() -> str:
    """Without indentation and comments, which are for us: every visitor of a portal loads it."""
    lines = (line.strip() for line in FILE.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if not line.startswith("//"))
