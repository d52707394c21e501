"""The change log names what it speaks of, so that nobody has to know codes by heart."""

from __future__ import annotations

import re

from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE


async def log_of(office: Office) -> str:
    """The page's words, without markup."""
    _, page = await office.browser().get("/quan-tri/nhat-ky")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<h1>") :]))


async def test_procedures_and_communes_are_named(office: Office) -> None:
    await office.publish(**{"main-0-name": "Đăng ký khai sinh cho con"})
    with office.desk.database.transaction() as session:
        now = office.desk.clock()
        note(session, None, Subject.PLACE, "26041 all", "approved", now)
        note(session, None, Subject.RECALL, f"{CODE} #3", "drafted", now)
        note(session, None, Subject.SWITCH, "ho_tich", "switched_off", now)
        note(session, None, Subject.SWITCH, "all", "switched_off", now)
        note(session, None, Subject.TEXT, "answer.office@26368", "proposed", now)
    page = await log_of(office)
    assert f"Duyệt, áp dụng phiên bản 2: Đăng ký khai sinh cho con {CODE}" in page
    assert "Phường Trấn Biên" in page
    assert "answer.office@Phường Long Thành" in page
    assert "Đăng ký khai sinh cho con #3" in page
    assert "Tạm dừng: Hộ tịch" in page
    assert "Tạm dừng: Toàn bộ hướng dẫn thủ tục" in page


async def test_what_nobody_is_told_yet_is_named_by_its_draft(office: Office) -> None:
    browser = office.browser()
    started = await browser.fill("/quan-tri/moi", "/quan-tri/moi", code="9.000001")
    assert "9.000001" in await log_of(office)
    await office.save(browser, started.headers["Location"], **{"main-0-name": "Việc hoàn toàn mới"})
    assert "Việc hoàn toàn mới" in await log_of(office)
