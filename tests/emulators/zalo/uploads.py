"""``/v2.0/oa/upload/file``: takes office documents up to 5 MB for a week, so many a month."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from tests.emulators.zalo.errors import ZaloError, invalid
from tests.emulators.zalo.state import State, Uploaded

LIMIT = 5 * 1024 * 1024
LIFE = timedelta(days=7)
ENDINGS = {"pdf", "doc", "docx", "csv"}


def upload(state: State, name: str, content: bytes) -> dict[str, Any]:
    """Keep it; gives the token. Raises ZaloError."""
    if not content:
        raise invalid("file")
    if name.rpartition(".")[2].lower() not in ENDINGS:
        raise ZaloError(-201, "file is invalid. We only support pdf, doc, docx and csv")
    if len(content) > LIMIT:
        raise ZaloError(-210, "file is over 5MB")
    if state.uploads_left <= 0:
        raise ZaloError(-211, "Out of quota")
    state.uploads_left -= 1
    state.uploads += 1
    token = secrets.token_urlsafe(48)
    state.files[token] = Uploaded(name, content, state.clock() + LIFE)
    return {"token": token}


def file_of(state: State, payload: dict[str, Any]) -> Uploaded:
    """The file a message names. Raises ZaloError: -100 once Zalo no longer has it."""
    token = payload.get("token")
    if not isinstance(token, str) or not token:
        raise invalid("token")
    held = state.files.get(token)
    if held is None:
        raise invalid("token")
    if held.until <= state.clock():
        raise ZaloError(-100, "Attachment is expired")
    return held
