"""The form: whatever is typed is kept, whatever is wrong is named beside it, nobody publishes their own."""

from __future__ import annotations

import html

import pytest

from bot.keys import TEXTS
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.shape import PARTS
from tests.bot.admin.conftest import Office, typed
from tests.bot.desk.conftest import CODE
from tests.bot.desk.test_ticket_page import XSS

FULL = next(document for document in load_folder() if document.code == CODE)


async def test_from_the_list_to_what_citizens_read(office: Office) -> None:
    address = await office.publish(**{"main-0-name": "Đăng ký khai sinh cho con"})
    assert office.told().name == "Đăng ký khai sinh cho con"
    _, review = await office.browser().get(f"{address}/xem")
    for words in ("Đã duyệt", "Đinh Gia Bảo", "Võ Thị Phượng", "Nghị định mới"):
        assert words in review
    _, page = await office.browser().get(f"/quan-tri/thu-tuc/{CODE}")
    assert "Phiên bản 2" in page
    assert "do biên tập viên" in page


@pytest.mark.parametrize("procedure", [FULL])
async def test_a_form_sent_back_as_it_came_changes_nothing(office: Office, procedure: ProcedureDocument) -> None:
    browser, address = await office.draft()
    assert (await office.save(browser, address, "xem")).status == 303
    assert ProcedureDocument.model_validate(office.held(address).content) == procedure
    _, review = await browser.get(f"{address}/xem")
    assert "Hai bên giống hệt nhau" in review
    refused = await office.press(browser, address, "trinh")
    assert refused.status == 400


async def test_a_wrong_value_is_kept_and_named_beside_its_field_and_in_the_summary(office: Office) -> None:
    browser, address = await office.draft()
    wrong = {"papers-0-originals": "hai bản", "main-0-last_checked": "2030-01-01", "sources-0-text": ""}
    assert (await office.save(browser, address, **wrong)).status == 303
    _, page = await browser.get(f"{address}?kiem=1")
    assert 'value="hai bản"' in page
    assert 'href="#papers-0-originals"' in page
    assert "Giấy tờ cần nộp, dòng 1, số bản chính: Cần là một số" in page
    assert "Nguồn: Chưa có nội dung" in page
    assert 'id="papers-0-originals-problem"' in page
    refused = await office.press(browser, address, "trinh")
    assert refused.status == 400
    assert "chỗ cần bổ sung" in await refused.text()


async def test_rows_are_added_moved_and_removed_without_a_script(office: Office) -> None:
    browser, address = await office.draft()
    added = await office.save(browser, address, "them:papers", **{"main-0-name": "Tên vừa sửa"})
    page = await added.text()
    assert added.status == 200
    assert 'name="papers-1-name"' in page
    assert "Tên vừa sửa" in page
    fields = {**typed(page), "papers-1-name": "Giấy thứ hai", "papers-1-certainty": "verified"}
    await browser.post(address, {**fields, "lam": "len:papers:1"})
    names = [paper["name"] for paper in office.held(address).content["papers"]]
    assert names == ["Giấy thứ hai", "Tờ khai đăng ký khai sinh"]
    await office.save(browser, address, "xoa:papers:0")
    assert [paper["name"] for paper in office.held(address).content["papers"]] == names[1:]
    assert office.held(address).content["name"] == "Tên vừa sửa"


async def test_who_saves_second_loses_nothing_and_sees_what_the_first_saved(office: Office) -> None:
    first, address = await office.draft("bao")
    second = office.browser("quy")
    _, page = await second.get(address)
    await office.save(first, address, **{"main-0-name": "Của Bảo"})
    late = await second.post(address, {**typed(page), "main-0-name": "Của Quý", "lam": "luu"})
    text = await late.text()
    assert late.status == 409
    assert "Của Bảo" in text
    assert typed(text)["main-0-name"] == "Của Quý"
    assert office.held(address).content["name"] == "Của Bảo"
    again = await second.post(address, {**typed(text), "lam": "luu"})
    assert again.status == 303
    assert office.held(address).content["name"] == "Của Quý"


async def test_nobody_approves_what_they_wrote(office: Office) -> None:
    browser, address = await office.draft("phuong")
    await office.save(browser, address, **{"main-0-name": "Của Phượng", "why": "vì"})
    await office.press(browser, address, "trinh")
    _, page = await browser.get(f"{address}/xem")
    assert "/duyet" not in page
    own = await browser.fill(f"{address}/xem", f"{address}/duyet", khi="ngay")
    assert own.status == 403
    assert "không tự duyệt" in await own.text()
    assert office.told().name == "Đăng ký khai sinh"
    assert (await office.press(office.browser("bao"), address, "duyet", khi="ngay")).status == 404
    assert (await office.press(office.browser("quy"), address, "duyet", khi="ngay")).status == 303


async def test_a_day_may_be_chosen_and_a_wrong_one_is_said_kindly(office: Office) -> None:
    browser, address = await office.draft()
    await office.save(browser, address, **{"main-0-name": "Từ năm mới", "why": "vì"})
    await office.press(browser, address, "trinh")
    approver = office.browser("phuong")
    for wrong in ("2020-01-01", "mai", ""):
        assert (await office.press(approver, address, "duyet", khi="ngay-khac", day=wrong)).status == 400
    assert (await office.press(approver, address, "duyet", khi="ngay-khac", day="2027-01-01")).status == 303
    assert office.told().name == "Đăng ký khai sinh"
    office.desk.clock.advance(days=40)
    assert office.told().name == "Từ năm mới"


async def test_given_back_with_a_reason_it_can_be_written_in_again(office: Office) -> None:
    browser, address = await office.draft()
    await office.save(browser, address, **{"main-0-name": "Khác", "why": "vì"})
    await office.press(browser, address, "trinh")
    assert (await browser.get(address))[0] == 303
    assert (await office.press(office.browser("phuong"), address, "tra-lai", why="")).status == 400
    assert (await office.press(office.browser("phuong"), address, "tra-lai", why="Thiếu căn cứ")).status == 303
    assert (await browser.get(address))[0] == 200
    assert "Thiếu căn cứ" in (await browser.get(f"{address}/xem"))[1]


async def test_a_session_that_ended_shows_what_was_typed(office: Office) -> None:
    browser, address = await office.draft()
    _, page = await browser.get(address)
    office.desk.clock.advance(hours=9)
    response = await browser.post(address, {**typed(page), "main-0-name": "Gõ rất lâu rồi", "lam": "luu"})
    assert response.status == 401
    assert "Gõ rất lâu rồi" in await response.text()


async def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
    browser, address = await office.draft()
    _, page = await browser.get(address)
    fields = {**typed(page), "main-0-name": "Của kẻ khác", "lam": "luu"}
    assert (await browser.post(address, {**fields, "csrf": "khác"})).status == 403
    assert (await browser.post(address, fields, {"Origin": "https://xau.example"})).status == 403
    for action in ("trinh", "bo", "lay-lai"):
        assert (await browser.post(f"{address}/{action}", {"revision": "1"})).status == 403
    assert office.held(address).content["name"] == "Đăng ký khai sinh"


@pytest.mark.parametrize("evil", XSS)
async def test_nothing_an_editor_types_becomes_markup(office: Office, evil: str) -> None:
    browser, address = await office.draft()
    fields = {
        f"{part.name}-0-{column.name}": evil for part in PARTS for column in part.columns if not column.options
    } | {"main-0-name": evil, "main-0-official_name": evil, "main-0-field": evil, "why": evil}
    await office.save(browser, address, **fields)
    ok = {"main-0-name": evil, "papers-0-name": evil, "sources-0-text": evil, "main-0-official_name": evil}
    other, second = await office.draft("quy")
    pages = [
        (await browser.get(f"{address}?kiem=1"))[1],
        (await browser.get(f"{address}/xem"))[1],
        (await browser.get("/quan-tri"))[1],
        (await browser.get("/quan-tri/nhat-ky"))[1],
        (await browser.get(f"/quan-tri?tim={evil}"))[1],
    ]
    assert second == address
    await office.press(browser, address, "bo", why=evil)
    await office.publish(**ok, why=evil)
    pages += [
        (await other.get(f"/quan-tri/thu-tuc/{CODE}?muc=papers"))[1],
        (await other.get(f"/quan-tri/thu-tuc/{CODE}/so-sanh?cu=1&moi=2"))[1],
    ]
    for text in pages:
        for dangerous in ("<script>alert", "<img", "<svg", "<iframe", "<!--", " onmouseover='alert", "style="):
            assert dangerous not in text
        assert 'href="javascript:' not in text
    escaped = html.escape(evil.strip(), quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    assert escaped in pages[0]
    assert escaped in pages[-2]


async def test_a_new_procedure_is_told_and_found_at_once(office: Office) -> None:
    browser = office.browser()
    assert (await browser.fill("/quan-tri/moi", "/quan-tri/moi", code="khác")).status == 400
    assert (await browser.fill("/quan-tri/moi", "/quan-tri/moi", code=CODE)).status == 409
    response = await browser.fill("/quan-tri/moi", "/quan-tri/moi", code="1.009999")
    address = response.headers["Location"]
    _, page = await browser.get(address)
    fields = {
        **typed(page),
        "main-0-name": "Cấp phép thả đèn trời",
        "main-0-official_name": "Thủ tục cấp phép thả đèn trời",
        "main-0-field": "van_hoa_xa_hoi",
        "phrases-0-text": "xin thả đèn hoa đăng",
        "sources-0-text": "Quyết định công bố",
        "why": "Thủ tục mới",
        "lam": "xem",
    }
    assert (await browser.post(address, fields)).status == 303
    await office.press(browser, address, "trinh")
    assert (await office.press(office.browser("quy"), address, "duyet", khi="ngay")).status == 303
    assert office.told("1.009999").phrases == ["xin thả đèn hoa đăng"]


async def test_the_preview_shows_every_channel_and_the_chosen_aspects(office: Office) -> None:
    _, page = await office.browser().get(f"/quan-tri/thu-tuc/{CODE}?muc=papers&muc=la-lung")
    for words in (
        "Trên trang web",
        "Trên Telegram",
        "Trên Zalo",
        "tối đa 2000",
        "Tờ khai đăng ký khai sinh (1 bản chính)",
    ):
        assert words in page


async def test_rolling_back_begins_a_draft_of_the_old_words(office: Office) -> None:
    await office.publish(**{"main-0-name": "Sai rồi"})
    page = f"/quan-tri/thu-tuc/{CODE}"
    browser = office.browser()
    assert (await browser.fill(page, f"{page}/khoi-phuc", version="1", why="")).status == 400
    response = await browser.fill(page, f"{page}/khoi-phuc", version="1", why="Bản 2 sai")
    assert office.held(response.headers["Location"]).content["name"] == "Đăng ký khai sinh"
    assert office.desk.app[TEXTS].say("admin.log.procedure.restored", version=1) in (await browser.get(page))[1]
