"""One table from exceptions to HTTP: a page or JSON with a kind sentence, never a stack trace."""

from __future__ import annotations

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.keys import TEXTS
from bot.site.pages import error_page
from knowledge_base.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, ThanThienError

log = structlog.get_logger()

STATUS: dict[type[ThanThienError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    ForbiddenError: 403,
    InvalidInputError: 400,
}
_KEYS = {
    400: "error.invalid",
    401: "error.unauthorised",
    403: "error.forbidden",
    404: "error.not_found",
    405: "error.method",
    413: "error.too_large",
    429: "error.too_many",
}
API = "/api/"


def status_of(error: ThanThienError) -> int:
    """The HTTP status of one of our own errors."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into words."""
    try:
        return await handler(request)
    except ThanThienError as error:
        return _say(request, status_of(error), error.key, **error.args_for_text)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        said = _say(request, error.status, _KEYS.get(error.status, "error.invalid"))
        said.headers.extend({name: error.headers[name] for name in ("Allow", "Retry-After") if name in error.headers})
        return said
    except Exception:
        log.exception("request_failed", path=request.path, method=request.method)
        return _say(request, 500, "error.unexpected")


def _say(request: web.Request, status: int, key: str, **args: str | int) -> web.Response:
    if request.path.startswith(API):
        detail = request.app[TEXTS].say(key, **args)
        return web.json_response({"error": key, "detail": detail}, status=status, headers={"Cache-Control": "no-store"})
    return error_page(request, status, key, **args)
