"""Headers every response carries: the browser runs and loads only what we sent."""

from __future__ import annotations

from aiohttp import web

from bot.keys import SETTINGS

_OURS = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
POLICY = "; ".join((*_OURS, "frame-ancestors 'none'"))
FRAMED_BY = web.RequestKey("framed_by", tuple[str, ...])
"""Set by a handler whose page may stand in a frame: on pages of these origins, and of no others."""
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers would then send our own forms with "Origin: null", as a stranger's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
YEAR = 31_536_000


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler of ``on_response_prepare``: it also reaches error responses and event streams."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if origins := request.get(FRAMED_BY):
        _allow_frames(response, origins)
    if request.app[SETTINGS].secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.path.startswith("/static/") and "v" in request.query:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif request.path.startswith("/static/"):  # a script's own imports carry no hash: never mix two versions
        response.headers["Cache-Control"] = "no-cache"
    response.headers.pop("Server", None)


def _allow_frames(response: web.StreamResponse, origins: tuple[str, ...]) -> None:
    """The older header knows no list of origins, so it has to go."""
    response.headers["Content-Security-Policy"] = "; ".join((*_OURS, f"frame-ancestors {' '.join(origins)}"))
    del response.headers["X-Frame-Options"]
