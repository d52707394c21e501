"""Who may hold the chat in a frame, and what everybody else is told."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from tests.bot.webchat.conftest import Chat
from tests.bot.widget.conftest import COMMUNE, Portal


async def policy_of(chat: Chat, path: str, **headers: str) -> tuple[int, str, str, str]:
    """Status, frame-ancestors, X-Frame-Options and body."""
    async with chat.client.get(path, headers=headers, allow_redirects=False) as response:
        policy = response.headers["Content-Security-Policy"]
        (ancestors,) = re.findall(r"frame-ancestors ([^;]+)", policy)
        assert "default-src 'none'; script-src 'self'" in policy
        return response.status, ancestors, response.headers.get("X-Frame-Options", ""), await response.text()


@pytest.mark.parametrize("query", ["", f"?xa={COMMUNE}", "?xa=99999", "?xa=%00", "?xa=<script>", "?xa=" + "9" * 3000])
async def test_the_frame_is_for_the_listed_portals_and_no_other(chat: Chat, portal: Portal, query: str) -> None:
    status, ancestors, older, html = await policy_of(chat, f"/nhung{query}", **{"Sec-Fetch-Dest": "iframe"})
    assert (status, ancestors, older) == (200, portal.listed, "")
    assert ('data-commune="26068"' in html) == (COMMUNE in query)
    assert "<script>" not in html


async def test_every_other_page_stands_in_no_frame(chat: Chat, portal: Portal) -> None:
    for path in ("/", f"/?xa={COMMUNE}", "/can-bo/dang-nhap", "/du-lieu-mo/", "/widget.js", "/khong-co", "/nhung/x"):
        _, ancestors, older, _ = await policy_of(chat, path, Referer=f"{portal.listed}/")
        assert (ancestors, older) == ("'none'", "DENY"), path


@pytest.mark.parametrize("near", ["https://la.example", "{listed}.example", "https://{host}", "{listed}0", "null"])
async def test_a_stranger_reads_kind_words_that_stand_in_no_frame(chat: Chat, portal: Portal, near: str) -> None:
    origin = near.format(listed=portal.listed, host=portal.listed.removeprefix("http://"))
    status, ancestors, older, html = await policy_of(
        chat, "/nhung", **{"Sec-Fetch-Dest": "iframe", "Referer": origin if origin != "null" else portal.stranger}
    )
    assert (status, ancestors, older) == (403, "'none'", "DENY")
    assert "chưa được đăng ký" in html
    assert 'href="/"' in html
    assert "chat.js" not in html


async def test_a_portal_that_hides_its_address_is_judged_by_the_browser(chat: Chat, portal: Portal) -> None:
    status, ancestors, _, _ = await policy_of(chat, "/nhung", **{"Sec-Fetch-Dest": "iframe"})
    assert (status, ancestors) == (200, portal.listed)


@pytest.mark.parametrize(
    ("query", "leads"), [(f"?xa={COMMUNE}", f"/?xa={COMMUNE}"), ("", "/"), ("?xa=//la.example", "/")]
)
async def test_opened_by_itself_it_leads_to_the_chat(chat: Chat, query: str, leads: str) -> None:
    headers = {"Sec-Fetch-Dest": "document"}
    async with chat.client.get(f"/nhung{query}", headers=headers, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, leads)


class TestNobodyListed:
    @pytest.fixture
    def settings(self, portal: Portal) -> Settings:
        return Settings(THANTHIEN_WIDGET_ORIGINS="")

    async def test_the_chat_stands_in_no_frame(self, chat: Chat, portal: Portal) -> None:
        status, ancestors, older, html = await policy_of(chat, "/nhung", Referer=f"{portal.listed}/")
        assert (status, ancestors, older) == (403, "'none'", "DENY")
        assert "chưa được đăng ký" in html


class TestList:
    def test_it_is_read_as_a_browser_names_origins(self) -> None:
        given = " https://Cong.Example , https://cong.example:8443,http://localhost:9,, https://cong.example"
        listed = Settings(THANTHIEN_WIDGET_ORIGINS=given).framing
        assert listed == ("https://cong.example", "https://cong.example:8443", "http://localhost:9")

    @pytest.mark.parametrize(
        "wrong",
        [
            *("*", "https://*", "https://*.example", "http://cong.example", "cong.example", "https:", "'self'"),
            *("https://cong.example/", "https://cong.example/trang", "https://a.example; script-src *", "data:"),
            *("https://a.example b.example", "https://user@cong.example", "https://cong.example:99999999", "null"),
        ],
    )
    def test_what_is_no_origin_is_refused_at_the_start(self, wrong: str) -> None:
        with pytest.raises(ValidationError, match="not an origin"):
            Settings(THANTHIEN_WIDGET_ORIGINS=f"https://good.example,{wrong}")
