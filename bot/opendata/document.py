"""The OpenAPI document of the open data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("openapi.yml")


@cache
def load() -> dict[str, Any]:
    """The document."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document
