"""The journey that matters most: a citizen asks on the web page, an officer answers at the desk, the answer arrives."""

from __future__ import annotations

import os
import re

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.journeys.system import System

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PLANTED_PHONE = "0987654321"
PLANTED_CARD = "075099123456"


class Citizen:
    """Types into the chat page as a person does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def ask(self, text: str) -> str:
        """Send and return the words of the answer."""
        before = await self.page.locator(".bubble.bot").count()
        box = self.page.get_by_label("Câu hỏi của ông/bà")
        await box.fill(text)
        await box.press("Enter")
        return await self._answer(before)

    async def tap(self, label: str) -> str:
        """Tap an option of the newest message and return the words of the answer."""
        before = await self.page.locator(".bubble.bot").count()
        await self.page.locator(".bubble").last.get_by_role("button", name=label).click()
        return await self._answer(before)

    async def _answer(self, before: int) -> str:
        answer = self.page.locator(".bubble.bot").nth(before)
        await answer.wait_for(timeout=10_000)
        return await answer.inner_text()


async def picture(page: Page, name: str) -> None:
    """For the README, when asked for."""
    if folder := os.environ.get("THANTHIEN_PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture
async def citizen(browser: Browser, system: System) -> Citizen:
    context = await browser.new_context(viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(system.url)
    await expect(page.locator(".bubble.bot").first).to_contain_text("máy trả lời tự động")
    assert complaints == []
    return Citizen(page)


async def sign_in(browser: Browser, system: System, username: str) -> Page:
    context = await browser.new_context(viewport=DESKTOP, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page = await context.new_page()
    await page.goto(f"{system.url}/can-bo")
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu").fill(system.password)
    await page.get_by_role("button", name="Đăng nhập").click()
    await expect(page).to_have_url(re.compile("/can-bo$"))
    return page


async def test_a_question_becomes_an_answer_and_what_is_left_a_ticket(
    browser: Browser, system: System, citizen: Citizen
) -> None:
    answer = await citizen.ask("lam giay khai sinh cho con can nhung gi, bao nhieu tien")
    assert "Giấy chứng sinh (1 bản chính)" in answer
    assert "miễn phí" in answer
    assert "Kiểm tra lần cuối ngày" in answer
    await picture(citizen.page, "chat-phone")
    answer = await citizen.ask("còn mất bao lâu?")
    assert "đăng ký khai sinh" in answer
    assert "1 ngày làm việc" in answer

    assert "xã, phường nào" in await citizen.ask("tôi muốn gặp cán bộ")
    await citizen.ask("phuong tran bien")
    await citizen.ask("Con tôi sinh ở nhà, không có giấy chứng sinh thì làm sao ạ?")
    await citizen.tap("Tôi đồng ý để lại họ tên, số điện thoại")
    done = await citizen.ask(f"Nguyễn Thị Lan, {PLANTED_PHONE}")
    found = re.search(r"TT-\d{4}-\d{6}", done)
    assert found
    assert re.search(r"trước \d\d:\d\d ngày \d\d/\d\d/\d{4}", done)

    officer = await sign_in(browser, system, "can-bo-tran-bien")
    await expect(officer.get_by_text(found[0])).to_be_visible()
    await picture(officer, "desk-desktop")
    await officer.locator(f"[data-code='{found[0]}']").get_by_role("link").click()
    await expect(officer.get_by_text(PLANTED_PHONE)).to_be_visible()
    await officer.get_by_role("button", name="Nhận phiếu").click()
    await officer.locator("textarea[name=text]").fill("Dạ, chị nhờ người làm chứng ký văn bản xác nhận việc sinh ạ.")
    await picture(officer, "desk-ticket")
    await officer.get_by_role("button", name="Gửi câu trả lời").click()

    arrived = citizen.page.locator(".bubble.officer")
    await expect(arrived).to_contain_text("nhờ người làm chứng", timeout=10_000)
    await expect(arrived).to_contain_text(found[0])
    await picture(citizen.page, "chat-answered")
    await citizen.page.reload()
    await expect(citizen.page.locator(".bubble.officer")).to_contain_text("nhờ người làm chứng")
    assert "cảm ơn" in await citizen.tap("Rất hài lòng")
    await officer.reload()
    await expect(officer.get_by_text("Rất hài lòng").first).to_be_visible()

    stranger = await sign_in(browser, system, "can-bo-long-thanh")
    await expect(stranger.get_by_text(found[0])).to_have_count(0)


async def test_bad_input_is_answered_kindly_and_the_page_stays_whole(citizen: Citizen) -> None:
    assert "nhắn bằng chữ" in await citizen.ask("👍👍👍")
    assert "dài quá" in await citizen.ask("x " * 20_000)
    await citizen.ask("<img src=x onerror=alert(1)><script>alert(2)</script>")
    assert await citizen.page.locator("#tin-nhan img, #tin-nhan script").count() == 0


async def test_a_message_typed_while_the_bot_is_away_arrives_later(citizen: Citizen) -> None:
    await citizen.page.context.set_offline(True)
    box = citizen.page.get_by_label("Câu hỏi của ông/bà")
    await box.fill("đăng ký tạm trú cần gì")
    await box.press("Enter")
    await expect(citizen.page.locator(".bubble.citizen.unsent")).to_be_visible()
    before = await citizen.page.locator(".bubble.bot").count()
    await citizen.page.context.set_offline(False)
    await expect(citizen.page.locator(".bubble.bot")).to_have_count(before + 1, timeout=20_000)
    await expect(citizen.page.locator(".bubble.citizen.unsent")).to_have_count(0)


async def test_the_keyboard_alone_is_enough(citizen: Citizen) -> None:
    page = citizen.page
    await page.locator("body").press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("xin chào")
    before = await page.locator(".bubble.bot").count()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.bot")).to_have_count(before + 1, timeout=10_000)


@pytest.mark.parametrize("width", [320, 360, 1280])
async def test_nothing_needs_scrolling_sideways(browser: Browser, system: System, width: int) -> None:
    page = await (await browser.new_context(viewport={"width": width, "height": 700})).new_page()
    for path in ("/", "/can-bo", "/khong-co-trang-nay"):
        await page.goto(system.url + path)
        await page.wait_for_load_state()
        assert await page.locator("html").evaluate("node => node.scrollWidth") <= width


async def test_no_log_holds_what_people_typed(citizen: Citizen, system: System) -> None:
    await citizen.ask(f"số căn cước của tôi là {PLANTED_CARD}, điện thoại {PLANTED_PHONE}")
    assert system.grep(PLANTED_CARD) == []
    assert system.grep(PLANTED_PHONE) == []
