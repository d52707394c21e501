"""The widget on a portal in a real browser: two origins, strict policies on both sides, a keyboard, a small screen."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    FrameLocator,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)
from sqlalchemy import select

from knowledge_base.conversations.models import Conversation
from tests.bot.axe import violations
from tests.bot.webchat.conftest import Chat, said
from tests.bot.webchat.test_browser import answering
from tests.bot.widget.conftest import COMMUNE, Portal
from tests.journeys.system import CHROMIUM

pytestmark = pytest.mark.journey

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
GREETING = "Dạ, em chào ông/bà."
KEPT = "() => { try { return localStorage.length > 0 } catch { return null } }"


@dataclass
class Visitor:
    """Someone on the portal."""

    portal: Portal
    chat: Chat
    context: BrowserContext
    page: Page
    asked: set[str] = field(default_factory=set)  # origins anything was asked of
    complaints: list[str] = field(default_factory=list)

    @property
    def button(self) -> Locator:
        """The round one."""
        return self.page.locator("button[aria-expanded]")

    @property
    def panel(self) -> Locator:
        """What it opens."""
        return self.page.get_by_role("dialog", name="Trò chuyện với Thân Thiện")

    @property
    def frame(self) -> FrameLocator:
        """Our page inside."""
        return self.page.frame_locator("iframe")

    @property
    def box(self) -> Locator:
        """Where one types."""
        return self.frame.get_by_label("Câu hỏi của ông/bà")

    async def visit(self, origin: str = "") -> None:
        """Open the portal."""
        await self.page.goto(origin or self.portal.listed)
        await expect(self.button).to_be_visible()

    async def sees(self, who: str, *texts: str) -> None:
        """Exactly these bubbles."""
        await expect(self.frame.locator(f".bubble.{who} .words")).to_have_text(list(texts), timeout=8000)

    async def ask(self, text: str) -> None:
        """Type and press Enter."""
        await self.box.fill(text)
        await self.box.press("Enter")
        await self.sees("bot", GREETING, f"Dạ: {text}")

    def conversations(self) -> list[Conversation]:
        """What was opened."""
        with self.chat.engine.mailroom.database.reading() as session:
            return list(session.scalars(select(Conversation)))


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    size: ViewportSize = request.param
    return size


@pytest.fixture
async def visitor(held: Portal, chat: Chat, browser: Browser, screen: ViewportSize) -> AsyncIterator[Visitor]:
    context = await browser.new_context(viewport=screen, locale="vi-VN", reduced_motion="reduce")
    async with visiting(held, chat, context) as visitor:
        yield visitor


@pytest.fixture
async def keeper(held: Portal, chat: Chat, browser: Browser, tmp_path: Path) -> AsyncIterator[Visitor]:
    """In a window that is not private: what a frame keeps is there after a reload."""
    program = shutil.which(CHROMIUM)
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(
        json.dumps({"profile": {"cookie_controls_mode": 0}})
    )  # Debian's default blocks frames' stores
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(tmp_path), executable_path=program, args=["--no-sandbox"], viewport=PHONE, locale="vi-VN"
        )
        async with visiting(held, chat, context) as visitor:
            yield visitor


@asynccontextmanager
async def visiting(held: Portal, chat: Chat, context: BrowserContext) -> AsyncIterator[Visitor]:
    """Watches what the browser asks for and complains about, while the bot answers."""
    page = await context.new_page()
    visitor = Visitor(held, chat, context, page)
    page.on("request", lambda request: visitor.asked.add("{0.scheme}://{0.netloc}".format(urlsplit(request.url))))
    page.on("console", lambda said: visitor.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    chat.engine.queue.append(said(GREETING))
    answers = asyncio.create_task(answering(chat))
    yield visitor
    await context.close()
    answers.cancel()
    with suppress(asyncio.CancelledError):
        await answers


async def test_it_opens_answers_and_disturbs_nobody(visitor: Visitor, screen: ViewportSize) -> None:
    await visitor.visit()
    assert visitor.page.frames[1:] == [] or all(not frame.url.startswith("http") for frame in visitor.page.frames[1:])
    assert visitor.conversations() == []  # nothing is opened before somebody asks for it
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    await expect(visitor.box).to_be_focused()
    await visitor.ask("lệ phí khai sinh")
    box = await visitor.panel.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == ((360, 740) if screen is PHONE else (400, 680))
    within = await visitor.frame.locator("html").evaluate("node => node.scrollWidth <= innerWidth")
    assert within, "nothing is cut off"
    assert [conversation.context["commune"] for conversation in visitor.conversations()] == [COMMUNE]
    await expect(visitor.frame.locator(".commune")).to_have_text("Phường Biên Hoà")
    assert visitor.complaints == []
    assert visitor.asked == {visitor.portal.listed, visitor.portal.home}
    assert await visitor.context.cookies() == []
    mine = "Object.keys(window).filter(name => name == 'ThanThien' || /than|chat/i.test(name))"
    assert await visitor.page.evaluate(mine) == ["ThanThien"]


async def test_the_keyboard_alone_is_enough(visitor: Visitor) -> None:
    await visitor.visit()
    for _ in range(8):
        await visitor.page.keyboard.press("Tab")
        if await visitor.button.evaluate("node => node.getRootNode().activeElement === node"):
            break
    await expect(visitor.button).to_be_focused()
    assert await visitor.button.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    await expect(visitor.button).to_have_accessible_name("Hỏi thủ tục hành chính")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("bot", GREETING)
    await expect(visitor.button).to_have_attribute("aria-expanded", "true")
    await expect(visitor.box).to_be_focused()
    await visitor.page.keyboard.type("xin chào")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("bot", GREETING, "Dạ: xin chào")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.button).to_be_focused()
    await expect(visitor.button).to_have_attribute("aria-expanded", "false")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("bot", GREETING, "Dạ: xin chào")  # still the same frame
    await expect(visitor.box).to_be_focused()


async def test_escape_closes_the_menu_first(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.button.click()
    await visitor.frame.get_by_role("button", name="Thêm").click()
    await expect(visitor.frame.get_by_role("button", name="Mở bản để in")).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.frame.get_by_role("button", name="Mở bản để in")).to_be_hidden()
    await expect(visitor.panel).to_be_visible()
    await visitor.frame.get_by_role("button", name="Đóng khung trò chuyện").click()
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.button).to_be_focused()


async def test_a_reload_resumes_with_what_an_officer_said_meanwhile(keeper: Visitor) -> None:
    visitor = keeper
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    await visitor.ask("lệ phí")
    assert await visitor.page.frames[1].evaluate(KEPT) is True
    await visitor.page.goto("about:blank")
    answer = said("Kính chào ông/bà, lệ phí là 0 đồng.", kind="officer", author="An", ticket="TT-2026-000123")
    (conversation,) = visitor.conversations()
    await asyncio.to_thread(visitor.chat.engine.say, conversation.id, answer)
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("citizen", "lệ phí")
    await visitor.sees("officer", "Kính chào ông/bà, lệ phí là 0 đồng.")
    assert len(visitor.conversations()) == 1


async def test_an_answer_that_comes_while_it_is_closed_is_marked(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    (conversation,) = visitor.conversations()
    await asyncio.to_thread(visitor.chat.engine.say, conversation.id, said("Dạ, có kết quả rồi ạ.", kind="officer"))
    visitor.chat.engine.mailroom.posted(conversation.id)
    await expect(visitor.button).to_have_accessible_name("Hỏi thủ tục hành chính, có câu trả lời mới", timeout=8000)
    await visitor.button.click()
    await visitor.sees("officer", "Dạ, có kết quả rồi ạ.")
    await expect(visitor.button).to_have_accessible_name("Đóng khung trò chuyện")


async def test_where_the_browser_keeps_nothing_for_frames_it_works_all_the_same(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    assert await visitor.page.frames[1].evaluate(KEPT) is None  # a private window, as Playwright's are
    await visitor.ask("lệ phí")
    await visitor.page.keyboard.press("Escape")
    await visitor.button.click()
    await visitor.sees("citizen", "lệ phí")
    assert visitor.complaints == []


async def test_a_portal_that_is_not_listed_holds_nothing_and_shows_the_way(visitor: Visitor) -> None:
    await visitor.visit(visitor.portal.stranger)
    await visitor.button.click()
    await expect(visitor.panel.get_by_role("status")).to_contain_text("chưa mở được", timeout=8000)
    link = visitor.panel.get_by_role("link", name="Mở trang hỏi đáp")
    assert await link.get_attribute("href") == f"{visitor.portal.home}/?xa={COMMUNE}"
    assert visitor.conversations() == []
    assert await visitor.frame.locator("#cau-hoi").count() == 0
    await visitor.panel.get_by_role("button", name="Đóng khung trò chuyện").click()
    await expect(visitor.button).to_be_focused()


async def test_a_commune_nobody_knows_is_no_obstacle(visitor: Visitor) -> None:
    visitor.portal.commune = "99999"
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    assert [conversation.context["commune"] for conversation in visitor.conversations()] == [None]


async def test_axe_finds_nothing_in_any_state(visitor: Visitor) -> None:
    await visitor.visit()
    assert await violations(visitor.page) == []
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    visitor.chat.engine.queue.append(said("Dạ, đây ạ.", "Lệ phí", "Thời gian"))
    await visitor.box.fill("khai sinh")
    await visitor.box.press("Enter")
    await expect(visitor.frame.get_by_role("button", name="Thời gian")).to_be_visible()
    assert await violations(visitor.page) == []
    inside = visitor.page.frames[1]
    assert await violations(inside) == []
    await visitor.frame.get_by_role("button", name="Thêm").click()
    assert await violations(inside) == []
    await visitor.frame.get_by_role("button", name="Cuộc trò chuyện mới").click()
    assert await violations(inside) == []


async def test_the_portal_can_open_it_and_a_turned_screen_keeps_it(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.page.evaluate("ThanThien.open()")
    await visitor.sees("bot", GREETING)
    await visitor.ask("lệ phí")
    for size in (DESKTOP, PHONE, DESKTOP):
        await visitor.page.set_viewport_size(size)
        await visitor.sees("citizen", "lệ phí")
        await expect(visitor.button).to_have_attribute("aria-expanded", "true")
    await visitor.page.evaluate("ThanThien.close()")
    await expect(visitor.panel).to_be_hidden()


async def test_a_kept_conversation_is_saved_from_the_frame(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.button.click()
    await visitor.sees("bot", GREETING)
    await visitor.ask("lệ phí")
    await visitor.frame.get_by_role("button", name="Thêm").click()
    async with visitor.page.expect_download() as saved:
        await visitor.frame.get_by_role("button", name="Tải cuộc trò chuyện").click()
    download = await saved.value
    assert download.suggested_filename == "tro-chuyen-2026-11-24.txt"
    await visitor.frame.get_by_role("button", name="Thêm").click()
    async with visitor.context.expect_page() as opened:
        await visitor.frame.get_by_role("button", name="Mở bản để in").click()
    printed = await opened.value
    await expect(printed.get_by_role("heading", level=1)).to_have_text("Bản ghi cuộc trò chuyện")
    await expect(printed.locator("article.citizen p")).to_have_text("lệ phí")
    assert urlsplit(printed.url).query == ""
    assert await violations(printed) == []
