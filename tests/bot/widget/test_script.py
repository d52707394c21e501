"""The script a portal loads: small, alone, polite to the page it stands on."""

from __future__ import annotations

import re

from bot.texts import Texts
from bot.widget.script import FILE, GAP, WORDS, filled
from tests.bot.webchat.conftest import Chat

LARGEST = 6000  # bytes


async def test_it_is_served_to_pages_of_others_and_asked_for_by_its_hash(chat: Chat) -> None:
    async with chat.client.get("/widget.js") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Cache-Control"] == "public, max-age=600"
        assert "Set-Cookie" not in response.headers
        etag = response.headers["ETag"]
    async with chat.client.get("/widget.js", headers={"If-None-Match": etag}) as response:
        assert (response.status, response.headers["ETag"]) == (304, etag)
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_it_is_small(texts: Texts) -> None:
    assert len(filled(texts).encode()) <= LARGEST


def test_it_takes_its_words_from_us(texts: Texts) -> None:
    source = FILE.read_text(encoding="utf-8")
    assert source.isascii()
    assert source.count(GAP) == 1
    assert set(re.findall(r"\bwords\.(\w+)", source)) == set(WORDS)
    assert texts.say("widget.failed") in filled(texts)


def test_it_writes_no_html_keeps_nothing_and_speaks_to_named_origins_only() -> None:
    source = FILE.read_text(encoding="utf-8")
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|localStorage|cookie", source
    )
    assert all(target == "home" for target in re.findall(r"postMessage\([^)]*?, (\S+?)\)", source))
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", source)
