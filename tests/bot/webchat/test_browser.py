"""The page in a real browser, with a bot that says what the test wants: nothing typed is ever lost or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import delete, select
from yarl import URL

from bot.messages import FileLine
from bot.settings import Settings
from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import InboxRow, OutboxRow
from knowledge_base.procedures.service import publish_files
from tests.bot.axe import violations
from tests.bot.desk.conftest import document
from tests.bot.webchat.conftest import CODE, Chat, said
from tests.journeys.conftest import browser

__all__ = ["browser"]

pytestmark = pytest.mark.journey

PHONE = {"width": 360, "height": 740}
XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@dataclass
class Person:
    """Someone with a browser."""

    chat: Chat
    context: BrowserContext
    page: Page

    async def type(self, text: str) -> None:
        """Type and press Enter."""
        box = self.page.get_by_label("Câu hỏi của ông/bà")
        await box.fill(text)
        await box.press("Enter")

    async def sees(self, who: str, *texts: str) -> None:
        """Exactly these bubbles, in order."""
        words = self.page.locator(f".bubble.{who} .words")
        await expect(words).to_have_text(list(texts), timeout=8000)

    async def menu(self, item: str) -> None:
        """Choose from the menu."""
        await self.page.get_by_role("button", name="Thêm").click()
        await self.page.get_by_role("button", name=item).click()

    def typed(self) -> list[str]:
        """What arrived at the server."""
        return [text for kind, text in self.chat.inbox() if kind != "start"]


def text_of(path: Path) -> str:
    """What a saved file says."""
    return path.read_text(encoding="utf-8-sig")


async def answering(chat: Chat) -> None:
    """Answers until cancelled."""
    while True:
        await chat.engine.answer_all()
        await asyncio.sleep(0.05)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a test."""
    return Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_DEMO=False)


@pytest.fixture
async def person(chat: Chat, browser: Browser) -> AsyncIterator[Person]:
    context = await browser.new_context(viewport=PHONE, locale="vi-VN")  # type: ignore[arg-type]
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    chat.engine.queue.append(said("Dạ, em chào ông/bà."))
    answers = asyncio.create_task(answering(chat))
    await page.goto(str(chat.server.make_url("/")))
    person = Person(chat, context, page)
    await person.sees("bot", "Dạ, em chào ông/bà.")
    yield person
    await context.close()
    answers.cancel()
    with suppress(asyncio.CancelledError):
        await answers
    assert errors == []


async def test_a_reload_brings_everything_back_once(person: Person) -> None:
    person.chat.engine.queue.append(said("Dạ, đây ạ.", "Lệ phí", "Thời gian"))
    await person.type("khai sinh")
    await person.page.get_by_role("button", name="Thời gian").click()
    await person.sees("citizen", "khai sinh", "Thời gian")
    await person.page.reload()
    await person.sees("citizen", "khai sinh", "Thời gian")
    await expect(person.page.locator(".bubble.bot")).to_have_count(3)
    await person.type("còn lệ phí")
    await person.sees("citizen", "khai sinh", "Thời gian", "còn lệ phí")
    await expect(person.page.locator(".bubble.bot")).to_have_count(4)  # the answer: so the message has arrived
    assert len(person.typed()) == 3


async def test_what_looks_like_html_stays_text(person: Person) -> None:
    person.chat.engine.queue.append(said(XSS, XSS))
    await person.type(XSS)
    await person.sees("citizen", XSS)
    await person.sees("bot", "Dạ, em chào ông/bà.", XSS)
    assert await person.page.locator("#tin-nhan img, #tin-nhan script").count() == 0


async def test_what_is_typed_while_the_server_is_away_arrives_once_after_a_reload(person: Person) -> None:
    async def away(route: Route) -> None:
        await route.abort()

    await person.page.route("**/api/**", away)
    await person.type("đăng ký tạm trú")
    await expect(person.page.get_by_text("Mất kết nối")).to_be_visible()
    await expect(person.page.locator(".bubble.unsent")).to_have_count(1)
    await person.page.unroute("**/api/**", away)
    await person.page.reload()
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: đăng ký tạm trú")
    await expect(person.page.locator(".bubble.unsent")).to_have_count(0)
    assert person.typed() == ["đăng ký tạm trú"]


async def test_a_lost_acknowledgement_makes_no_second_message(person: Person) -> None:
    lost = 0

    async def lose(route: Route) -> None:
        nonlocal lost
        if route.request.method == "POST" and lost == 0:
            lost += 1
            await route.fetch()  # it arrives, but nobody hears that it did
            await route.abort()
        else:
            await route.continue_()

    await person.page.route("**/messages", lose)
    await person.type("lệ phí")
    await expect(person.page.locator(".bubble.unsent")).to_have_count(0, timeout=8000)
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")
    assert (lost, person.typed()) == (1, ["lệ phí"])


async def test_a_page_without_events_falls_back_to_asking(person: Person) -> None:
    await person.page.route("**/events*", lambda route: route.abort())
    await person.page.reload()
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")


async def test_what_is_far_too_long_comes_back_into_the_box_with_a_reason(person: Person) -> None:
    text = "x" * 70_000
    await person.type(text)
    await expect(person.page.locator(".bubble.refused .fate")).to_contain_text("ngắn gọn")
    assert await person.page.get_by_label("Câu hỏi của ông/bà").input_value() == text
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")


async def test_a_conversation_that_is_no_more_is_replaced_and_nothing_typed_is_lost(person: Person) -> None:
    with person.chat.engine.mailroom.database.transaction() as session:
        for table in (OutboxRow, InboxRow, Conversation):
            session.execute(delete(table))
    await person.type("đăng ký tạm trú")
    await person.page.get_by_role("button", name="Bắt đầu cuộc trò chuyện mới").click()
    await expect(person.page.locator(".bubble.bot", has_text="Dạ: đăng ký tạm trú")).to_be_visible(timeout=8000)
    assert person.typed() == ["đăng ký tạm trú"]


async def test_two_tabs_are_one_conversation(person: Person) -> None:
    other = await person.context.new_page()
    await other.goto(person.page.url)
    await expect(other.locator(".bubble.bot")).to_have_count(1)
    await person.type("lệ phí")
    for page in (person.page, other):
        await expect(page.locator(".bubble.citizen .words")).to_have_text(["lệ phí"])
        await expect(page.locator(".bubble.bot").last).to_contain_text("Dạ: lệ phí", timeout=30_000)
    assert person.typed() == ["lệ phí"]


async def test_a_new_conversation_forgets_the_old_one(person: Person) -> None:
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")
    person.chat.engine.queue.append(said("Dạ, em chào lại."))
    await person.menu("Cuộc trò chuyện mới")
    await person.page.get_by_role("button", name="Ở lại").click()
    await expect(person.page.get_by_role("button", name="Thêm")).to_be_focused()
    await person.sees("citizen", "lệ phí")
    await person.menu("Cuộc trò chuyện mới")
    await person.page.get_by_role("button", name="Bắt đầu mới").click()
    await person.sees("bot", "Dạ, em chào lại.")
    await person.sees("citizen")
    await person.page.reload()
    await person.sees("bot", "Dạ, em chào lại.")


async def test_a_link_about_a_procedure_is_followed_once(person: Person) -> None:
    with person.chat.engine.mailroom.database.transaction() as session:
        publish_files(session, [document()], person.chat.clock())
    await person.page.goto(str(person.chat.server.make_url(f"/?thu-tuc={CODE}")))
    await person.sees("citizen", "Đăng ký khai sinh")
    await person.page.reload()
    await person.sees("citizen", "Đăng ký khai sinh")
    assert person.typed() == ["Đăng ký khai sinh"]


async def test_a_reload_shows_what_an_officer_said_while_nobody_looked(person: Person) -> None:
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")
    with person.chat.engine.mailroom.database.reading() as session:
        (conversation_id,) = session.scalars(select(Conversation.id))
    await person.page.goto("about:blank")
    answer = said("Kính chào ông/bà.", kind="officer", author="An", ticket="TT-2026-000123")
    await asyncio.to_thread(person.chat.engine.say, conversation_id, answer)
    await person.page.goto(str(person.chat.server.make_url("/")))
    await person.sees("officer", "Kính chào ông/bà.")
    await expect(person.page.locator(".bubble.officer .from")).to_contain_text("TT-2026-000123")


async def test_a_form_is_offered_to_be_saved_under_its_name(person: Person) -> None:
    form = FileLine(label="Tờ khai (DOCX)", url="/bieu-mau/1/to-khai.docx", name="to-khai.docx", size=9, sha256="0")
    body = said()
    person.chat.engine.queue.append(body.model_copy(update={"blocks": [*body.blocks, form]}))
    await person.type("mẫu tờ khai")
    await person.page.route(
        "**/bieu-mau/**", lambda route: route.fulfill(body="tệp", content_type="application/msword")
    )
    async with person.page.expect_download() as saved:
        await person.page.get_by_role("link", name="Tờ khai (DOCX)").click()
    assert (await saved.value).suggested_filename == "to-khai.docx"


async def test_a_conversation_is_saved_and_printed_from_the_menu(person: Person) -> None:
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")
    await person.page.get_by_role("button", name="Thêm").click()
    async with person.page.expect_download() as saved:
        await person.page.get_by_role("button", name="Tải cuộc trò chuyện").click()
    download = await saved.value
    assert download.suggested_filename == "tro-chuyen-2026-11-24.txt"
    assert "Dạ: lệ phí" in text_of(await download.path())
    await expect(person.page.get_by_role("button", name="Thêm")).to_be_focused()
    await person.page.get_by_role("button", name="Thêm").click()
    async with person.context.expect_page() as opened:
        await person.page.get_by_role("button", name="Mở bản để in").click()
    printed = await opened.value
    await expect(printed.locator("article.citizen p")).to_have_text("lệ phí")
    await expect(printed.get_by_role("button", name="In bản này")).to_be_visible()
    assert person.chat.server.make_url("/ban-in") == URL(printed.url)


async def test_what_cannot_be_saved_is_said(person: Person) -> None:
    await person.page.route("**/transcript", lambda route: route.abort())
    await person.menu("Tải cuộc trò chuyện")
    await expect(person.page.get_by_role("status").first).to_contain_text("chưa tải được")


async def test_axe_finds_nothing_in_any_state(person: Person) -> None:
    assert await violations(person.page) == []
    person.chat.engine.queue.append(said("Dạ, đây ạ.", "Lệ phí", "Thời gian"))
    await person.type("khai sinh")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ, đây ạ.")
    await person.page.get_by_role("button", name="Thêm").click()
    assert await violations(person.page) == []


async def test_enter_belongs_to_the_keyboard_while_a_letter_is_composed(person: Person) -> None:
    box = person.page.get_by_label("Câu hỏi của ông/bà")
    await box.fill("tiê")
    enter = "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    await box.evaluate(enter)
    await box.press("Shift+Enter")
    assert await box.input_value() == "tiê\n"
    assert person.typed() == []


async def test_a_pasted_picture_is_refused_kindly(person: Person) -> None:
    paste = """() => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "can-cuoc.png", { type: "image/png" }));
        const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(paste);
    }"""
    await person.page.evaluate(paste)
    await expect(person.page.get_by_role("status").first).to_contain_text("không nhận hình ảnh")
    assert person.typed() == []


async def test_long_answers_fit_every_width_and_targets_are_large_enough(person: Person) -> None:
    labels = ["Hồ sơ", "Đăng ký khai sinh lưu động cho trẻ em ở vùng sâu, vùng xa, biên giới, hải đảo", "x" * 80]
    person.chat.engine.queue.append(said("y" * 500, *labels))
    await person.type("z" * 300)
    await expect(person.page.locator(".bubble.bot")).to_have_count(2)
    for width in (320, 360, 1280):
        await person.page.set_viewport_size({"width": width, "height": 640})
        assert await person.page.evaluate("document.documentElement.scrollWidth") <= width
        for button in await person.page.locator("button:visible").all():
            box = await button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44, await button.inner_text()


async def test_a_stopping_server_is_no_news_for_the_person(person: Person) -> None:
    await person.type("lệ phí")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí")
    app = person.chat.server.app
    assert isinstance(app, web.Application)
    await app.shutdown()  # streams end; this test's server goes on serving
    await person.type("thời gian")
    await person.sees("bot", "Dạ, em chào ông/bà.", "Dạ: lệ phí", "Dạ: thời gian")
