"""Limits by address count citizens, not our proxy; and nobody gets another address by claiming it."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.guard.address import address_of
from bot.keys import SETTINGS
from bot.settings import Settings


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.9", [], "10.0.0.9"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
    ],
)
def test_whose_request_it_is(tmp_path: Path, remote: str, forwarded: list[str], expected: str) -> None:
    app = web.Application()
    app[SETTINGS] = Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_TRUSTED_PROXIES="10.0.0.1, 10.0.0.2")
    headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    request = make_mocked_request("GET", "/", headers=headers, app=app).clone(remote=remote)
    assert address_of(request) == expected
