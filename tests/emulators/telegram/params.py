"""Parameters of a call: query, form, multipart or JSON, all read alike."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.telegram.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file in a multipart call."""

    name: str
    content_type: str
    content: bytes


@dataclass
class Params:
    """Values by name; numbers and objects may come as text."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text; empty if missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """An integer; what is none reads as far as it has digits, as Telegram does."""
        if self.text(name) == "":
            return default
        match = re.match(r"-?\d{1,19}", self.text(name))
        return int(match[0]) if match else 0

    def flag(self, name: str) -> bool:
        """A truth value."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def json(self, name: str, what: str) -> Any:
        """An object or list, itself or as JSON text; None if missing."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


async def read_params(request: web.Request) -> Params:
    """Of query and body; the body wins."""
    params = Params(dict(request.query))
    if request.method == "GET" or not request.can_read_body:
        return params
    if request.content_type == "application/json":
        await _read_json(request, params)
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params.files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                params.values[name] = value
    return params


async def _read_json(request: web.Request, params: Params) -> None:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("request body must be a JSON object")
    params.values.update(body)
