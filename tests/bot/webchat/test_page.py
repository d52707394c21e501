"""The page: whole without inline script or style, in kind words, and carrying what its script needs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.texts import Texts
from bot.webchat import page
from knowledge_base.procedures.service import publish_files
from knowledge_base.switches.service import switch_off
from tests.bot.desk.conftest import document
from tests.bot.webchat.conftest import API, CODE, Chat

STATIC = Path(page.__file__).parent / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))


class Reader(HTMLParser):
    """Elements with their attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in {"script", "style"}:
            self.inline += data.strip()

    def of(self, **wanted: str) -> dict[str, str | None]:
        """The one element with these attributes."""
        (found,) = [attrs for _, attrs in self.elements if wanted.items() <= attrs.items()]
        return found


async def shown(chat: Chat, query: str = "") -> tuple[str, Reader]:
    """The page as text and as elements."""
    async with chat.client.get(f"/{query}") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        html = await response.text()
        return html, Reader(html)


async def test_a_machine_says_that_it_is_one_and_offers_a_person(chat: Chat) -> None:
    html, _ = await shown(chat)
    for words in ("Máy trả lời tự động", "Gặp cán bộ", "Cuộc trò chuyện mới", "Xin đừng gửi số căn cước"):
        assert words in html


async def test_while_the_channel_is_off_the_page_says_why(chat: Chat) -> None:
    assert "tạm dừng trả lời" not in (await shown(chat))[0]
    with chat.engine.mailroom.database.transaction() as session:
        switch_off(session, None, "web", "Đang <i>sửa</i>.", None, chat.clock())
    html, read = await shown(chat)
    assert "tạm dừng trả lời. Lý do: Đang &lt;i&gt;sửa&lt;/i&gt;." in html
    assert read.of(id="tam-dung")["role"] == "alert"


async def test_it_needs_no_exception_from_the_policy(chat: Chat) -> None:
    _, read = await shown(chat)
    assert read.inline == ""
    for tag, attributes in read.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag
        for name in ("src", "href"):
            assert not urlsplit(attributes.get(name) or "").netloc, "only our own files"


async def test_the_log_is_live_and_the_box_is_named(chat: Chat) -> None:
    _, read = await shown(chat)
    assert read.of(role="log")["aria-live"] == "polite"
    box = read.of(id="cau-hoi")
    assert read.of(**{"for": "cau-hoi"})
    assert read.of(id=box["aria-describedby"] or "")
    assert read.of(**{"class": "skip"})["href"] == "#cau-hoi"
    assert all(attributes.get("type") for tag, attributes in read.elements if tag == "button")


async def test_without_script_nothing_that_would_not_work_is_shown(chat: Chat) -> None:
    html, read = await shown(chat)
    assert "Trung tâm Phục vụ hành chính công" in html
    for part in ({"id": "gui"}, {"class": "tools"}, {"id": "goi-y"}):
        assert "hidden" in read.of(**part)


async def test_the_script_finds_every_word_it_says(chat: Chat) -> None:
    _, read = await shown(chat)
    names = [name.removeprefix("data-") for name in read.of(id="chu") if name != "id"]
    given = {re.sub(r"-(\w)", lambda match: match[1].upper(), name) for name in names}
    used = {word for script in SCRIPTS for word in re.findall(r"\bwords\.(\w+)", script.read_text())}
    assert used - given == {"code", "about"}  # only after a link about a procedure
    assert given <= used


async def test_every_part_of_the_script_is_served_and_none_is_kept_unasked(chat: Chat) -> None:
    _, read = await shown(chat)
    sources = {attrs["href"] for tag, attrs in read.elements if attrs.get("rel") == "modulepreload"}
    assert sources == {f"/static/webchat/{script.name}" for script in SCRIPTS if script.name != "chat.js"}
    for source in sources:
        async with chat.client.get(str(source)) as response:
            assert response.status == 200
            assert response.headers["Cache-Control"] == "no-cache"
            assert "javascript" in response.content_type


def test_what_anybody_wrote_never_becomes_html() -> None:
    whole = "".join(script.read_text() for script in SCRIPTS)
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b", whole)


def test_no_word_for_a_citizen_stands_in_the_script() -> None:
    for script in SCRIPTS:
        code = re.sub(r"//.*", "", script.read_text())
        assert code.isascii() or set(re.findall(r"[^\x00-\x7f]", code)) <= {"·"}, script.name


class TestLink:
    async def test_a_link_about_a_procedure_names_it(self, chat: Chat) -> None:
        with chat.engine.mailroom.database.transaction() as session:
            publish_files(session, [document("Đăng ký <b>khai sinh</b>")], chat.clock())
        html, read = await shown(chat, f"?thu-tuc={CODE}")
        words = read.of(id="chu")
        assert (words["data-code"], words["data-about"]) == (CODE, "Đăng ký <b>khai sinh</b>")
        assert "<b>" not in html

    @pytest.mark.parametrize("code", ["9.999999", "<script>", "%00", "x" * 3000])
    async def test_a_link_about_nothing_is_the_plain_page(self, chat: Chat, code: str) -> None:
        html, read = await shown(chat, f"?thu-tuc={code}")
        assert "data-code" not in read.of(id="chu")
        assert "<script>" not in html


async def test_every_answer_of_the_chat_carries_the_headers(chat: Chat) -> None:
    citizen = await chat.open()
    asked = [
        ("GET", "/"),
        ("GET", "/openapi.json"),
        ("POST", API),
        ("POST", f"{citizen.path}/messages"),
        *(("GET", f"{citizen.path}/{what}") for what in ("messages", "history", "events")),
        ("GET", "/static/webchat/chat.css"),
        ("GET", "/khong-co"),
        ("DELETE", API),
    ]
    for method, path in asked:
        async with chat.client.request(method, path, headers=citizen.headers) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "same-origin"
            assert "Server" not in response.headers


async def test_an_unknown_address_of_the_interface_is_answered_in_json(chat: Chat) -> None:
    async with chat.client.delete(API) as response:
        assert response.status == 405
        assert json.loads(await response.text())["detail"].startswith("Dạ,")


def test_the_page_asks_for_no_text_that_is_missing(texts: Texts) -> None:
    for key in page.SCRIPT_WORDS:
        assert f"webchat.script.{key}" in texts
