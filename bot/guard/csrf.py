"""Refuses forms that other sites sent: a secret in each form, and what the browser says of the request's origin."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from aiohttp import web

from bot.keys import SETTINGS

FIELD = "csrf"


def require(request: web.Request, expected: str, given: str) -> None:
    """Raise 403 unless the form carries the expected secret and comes from our own pages."""
    # Bytes, because compare_digest refuses strings with Vietnamese letters.
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()) or not comes_from_us(request):
        raise web.HTTPForbidden(text="403", headers={"Cache-Control": "no-store"})


def comes_from_us(request: web.Request) -> bool:
    """What the browser says about the sender; a client that says nothing is judged by the secret alone."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or is_ours(request, origin)


def is_ours(request: web.Request, address: str) -> bool:
    """Whether an address lies on our own site."""
    return urlsplit(address).netloc in {request.host, urlsplit(request.app[SETTINGS].address).netloc}
