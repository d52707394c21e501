"""In a real browser: an editor sends a file, another approves it, a citizen saves it from the chat."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.keys import FORMS, MAILROOM
from bot.messages import Message
from bot.render import render_blocks
from bot.texts import Texts
from knowledge_base.replies import File, Meta
from knowledge_base.vocabulary import Outcome
from tests.bot.admin.conftest import Office, office
from tests.bot.desk.conftest import CODE, app, clock, desk, procedure, secure, texts, units
from tests.bot.pushing import ended
from tests.bot.webchat.conftest import FakeEngine
from tests.journeys.conftest import browser
from tests.knowledge_base.forms.files import docx

__all__ = ["app", "browser", "clock", "desk", "office", "procedure", "secure", "texts", "units"]

pytestmark = pytest.mark.journey


async def answering(engine: FakeEngine) -> None:
    """Until cancelled."""
    while True:
        await engine.answer_all()
        await asyncio.sleep(0.05)


async def page_of(office: Office, browser: Browser, who: str, width: int = 390) -> Page:
    """A page of somebody who is signed in."""
    jar = office.browser(who).client.session.cookie_jar.filter_cookies(office.desk.server.make_url("/"))
    context = await browser.new_context(viewport={"width": width, "height": 840}, locale="vi-VN")
    url = str(office.desk.server.make_url("/"))
    await context.add_cookies([{"name": name, "value": held.value, "url": url} for name, held in jar.items()])
    return await context.new_page()


async def test_from_the_editors_disk_to_the_citizens(
    office: Office, browser: Browser, texts: Texts, tmp_path: Path
) -> None:
    data = docx()
    (tmp_path / "mẫu.docx").write_bytes(data)
    page = await page_of(office, browser, "bao")
    await page.goto(str(office.desk.server.make_url(f"/quan-tri/bieu-mau?ma={CODE}")))
    await page.get_by_role("link", name="Thêm biểu mẫu").click()
    await page.get_by_label("Thuộc giấy tờ").select_option(index=1)
    await page.get_by_label("Tệp").set_input_files(tmp_path / "mẫu.docx")
    await page.get_by_label("Nguồn").fill("Thông tư 00/2026/TT-BTP")
    await page.get_by_role("button", name="Gửi đề nghị").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã gửi đề nghị")

    other = await page_of(office, browser, "phuong")
    await other.goto(str(office.desk.server.make_url("/quan-tri/bieu-mau")))
    await other.get_by_role("button", name="Đã xem, duyệt").click()
    await expect(other.get_by_role("status")).to_contain_text("Đã duyệt")

    chat = await page_of(office, browser, "bao")
    engine = FakeEngine(office.desk.app[MAILROOM])
    blocks = [
        block.model_copy(update={"url": block.url.replace("http://127.0.0.1:8080", "")})
        if isinstance(block, File)
        else block
        for block in office.desk.app[FORMS].blocks(CODE)
    ]
    engine.queue.append(Message(blocks=render_blocks(blocks, texts), meta=Meta(outcome=Outcome.ANSWERED)))
    await chat.goto(str(office.desk.server.make_url("/")))
    answers = asyncio.create_task(answering(engine))
    async with chat.expect_download() as saving:
        await chat.get_by_role("link", name="DOCX").click()
    await ended(answers)
    saved = await saving.value
    assert saved.suggested_filename.endswith(".docx")
    assert await asyncio.to_thread(Path(await saved.path()).read_bytes) == data
