"""The list: whose it is, most urgent first, told in words, kept fresh without keeping anybody signed in."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import update

from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.vocabulary import Act
from tests.bot.desk.conftest import DRAFT, LONG_THANH, Desk


async def test_an_empty_list_is_said_kindly(desk: Desk) -> None:
    status, text = await desk.signed_in("an").get("/can-bo")
    assert status == 200
    assert "Hiện chưa có phiếu nào chờ trả lời" in text
    assert "<title>Phiếu cần trả lời" in text


async def test_the_most_urgent_comes_first_and_says_how_long_is_left(desk: Desk) -> None:
    late = desk.ticket(replace(DRAFT, question="Câu hỏi đã lâu\nvới dòng thứ hai"), citizen="lan")
    desk.clock.advance(days=1)
    desk.clock.advance(minutes=-30)
    soon = desk.ticket(replace(DRAFT, question="Câu hỏi mới", procedure_code=None), citizen="mai")
    desk.clock.advance(hours=2)
    _, text = await desk.signed_in("an").get("/can-bo")
    assert codes(text) == [late, soon]
    assert "Quá hạn 1 giờ làm việc" in text
    assert "Còn 6 giờ làm việc" in text
    assert "Lời xin lỗi sẽ được thêm" in text
    assert "Câu hỏi đã lâu" in text
    assert "dòng thứ hai" not in text
    assert "Đăng ký khai sinh" in text
    assert "Chưa rõ thủ tục" in text
    assert "09:00 hôm qua" in text
    assert "<title>(2) Phiếu cần trả lời" in text


async def test_an_officer_sees_only_their_commune_and_never_a_report(desk: Desk) -> None:
    mine = desk.ticket(citizen="a")
    other = desk.ticket(replace(DRAFT, commune_code=LONG_THANH), citizen="b")
    report = desk.ticket(replace(DRAFT, kind=Act.REPORT), citizen="c")
    denunciation = desk.ticket(replace(DRAFT, kind=Act.DENUNCIATION), citizen="d")
    officer, colleague, inspector = (desk.signed_in(name) for name in ("an", "cuc", "thanh-tra"))
    assert codes((await officer.get("/can-bo"))[1]) == [mine]
    assert codes((await colleague.get("/can-bo"))[1]) == [other]
    _, text = await inspector.get("/can-bo")
    assert codes(text) == [report, denunciation]
    assert "Phường Trấn Biên" in text
    assert "Phản ánh về cán bộ" in text
    assert "Thanh tra, toàn thành phố" in text
    for browser, codes_ in ((officer, [other, report, denunciation]), (inspector, [mine, other])):
        for code in codes_:
            status, page = await browser.get(f"/can-bo/phieu/{code}")
            assert status == 404
            assert DRAFT.question not in page


async def test_answered_ones_show_their_score_and_whether_they_arrived(desk: Desk) -> None:
    browser = desk.signed_in("an")
    code = desk.ticket(channel="telegram")
    await browser.act(code, "nhan")
    await browser.act(code, "tra-loi", text="Mời ông/bà mang giấy chứng sinh.")
    _, text = await browser.get("/can-bo")
    assert "Câu trả lời đang được gửi" in text
    assert "Chưa có đánh giá" in text
    assert "Nguyễn Văn An đã trả lời" in text
    desk.rate(code, 4)
    with desk.database.transaction() as session:
        session.execute(update(OutboxRow).values(state="failed", failure="blocked"))
    _, text = await browser.get("/can-bo/danh-sach")
    assert "Câu trả lời chưa đến được người dân" in text
    assert "Đánh giá: 4/5, Hài lòng" in text
    _, page = await browser.get(f"/can-bo/phieu/{code}")
    assert "mong anh/chị gọi giúp" in page


async def test_the_fragment_is_the_list_without_its_page(desk: Desk) -> None:
    code = desk.ticket()
    status, text = await desk.signed_in("an").get("/can-bo/danh-sach")
    assert status == 200
    assert text.startswith('<div id="tickets">')
    assert codes(text) == [code]
    assert "<html" not in text


async def test_a_page_left_open_does_not_keep_its_officer_signed_in(desk: Desk) -> None:
    browser = desk.signed_in("an")
    for _ in range(14):
        desk.clock.advance(minutes=2)
        assert (await browser.get("/can-bo/danh-sach"))[0] == 200
    desk.clock.advance(minutes=2)
    assert (await browser.get("/can-bo/danh-sach"))[0] == 401
    assert (await browser.get("/can-bo"))[0] == 303


async def test_who_works_stays_signed_in_but_not_beyond_a_working_day(desk: Desk) -> None:
    browser = desk.signed_in("an")
    for _ in range(23):
        desk.clock.advance(minutes=20)
        assert (await browser.get("/can-bo"))[0] == 200
    desk.clock.advance(minutes=20)
    assert (await browser.get("/can-bo"))[0] == 303


async def test_what_is_taken_says_by_whom(desk: Desk) -> None:
    code = desk.ticket()
    an, binh = desk.signed_in("an"), desk.signed_in("binh")
    assert "Đang chờ người nhận" in (await binh.get("/can-bo"))[1]
    await an.act(code, "nhan")
    assert "Anh/chị đang xử lý" in (await an.get("/can-bo"))[1]
    assert "Nguyễn Văn An đang xử lý" in (await binh.get("/can-bo"))[1]


def codes(text: str) -> list[str]:
    return re.findall(r'data-code="(TT-\d{4}-\d{6})"', text)
