"""Refusals, worded as Telegram words them."""

from __future__ import annotations

from typing import Any

PHRASES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class ApiError(Exception):
    """An error answer of the Bot API."""

    def __init__(self, code: int, detail: str = "", parameters: dict[str, Any] | None = None) -> None:
        phrase = PHRASES.get(code, "")
        self.code = code
        self.description = ": ".join(part for part in (phrase, detail) if part)
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> dict[str, Any]:
        """As JSON."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(detail: str) -> ApiError:
    """A 400."""
    return ApiError(400, detail)


def too_many(retry_after: int) -> ApiError:
    """A 429: flood control."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
