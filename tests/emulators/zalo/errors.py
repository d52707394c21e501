"""Refusals: HTTP 200 with an error number, as Zalo answers."""

from __future__ import annotations

from typing import Any


class ZaloError(Exception):
    """An error answer of the OpenAPI."""

    def __init__(self, error: int, message: str) -> None:
        super().__init__(message)
        self.error, self.message = error, message

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"error": self.error, "message": self.message}


class OAuthError(ZaloError):
    """An error answer of the OAuth server, which words it in another way."""

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"error_name": self.message, "error": self.error, "error_description": self.message, "error_reason": ""}


def invalid(what: str) -> ZaloError:
    """-201."""
    return ZaloError(-201, f"{what} is invalid")
