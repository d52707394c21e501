"""OAuth v4: consent with a proof key, tokens, refresh tokens that work once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from tests.emulators.zalo.errors import OAuthError
from tests.emulators.zalo.state import State


def tokens(state: State, form: Mapping[str, str], secret: str) -> dict[str, Any]:
    """The answer to ``POST /v4/oa/access_token``. Raises OAuthError."""
    if form.get("app_id") != state.app_id:
        raise OAuthError(-14002, "Application is inactive")
    if secret != state.app_secret:
        raise OAuthError(-14004, "Invalid secret key")
    match form.get("grant_type"):
        case "authorization_code":
            _spend_code(state, form)
        case "refresh_token":
            _spend_refresh_token(state, form.get("refresh_token", ""))
        case _:
            raise OAuthError(-14001, "Invalid grant type")
    return state.new_pair()


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _spend_code(state: State, form: Mapping[str, str]) -> None:
    code = state.codes.pop(form.get("code", ""), None)
    if code is None or code.until <= state.clock():
        raise OAuthError(-14019, "Invalid authorization code")
    if code.challenge and challenge_of(form.get("code_verifier", "")) != code.challenge:
        raise OAuthError(-14021, "Invalid code verifier")


def _spend_refresh_token(state: State, token: str) -> None:
    if not token or token != state.refresh:
        raise OAuthError(-14014, "Invalid refresh token")
    state.renewals += 1
