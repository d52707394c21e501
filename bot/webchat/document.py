"""The description of the HTTP interface, served by the bot itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from bot.guard.routes import Guard, guarded

FILE = Path(__file__).with_name("openapi.yml")


@cache
def load() -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document


@guarded(Guard.PUBLIC)
async def openapi(request: web.Request) -> web.Response:
    """OpenAPI 3.1 as JSON."""
    return web.json_response(load())
