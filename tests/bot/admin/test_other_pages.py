"""Texts, switches and files on their pages."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.exchange.workbook_out import workbook_of
from bot.exchange.yaml_files import yaml_of
from bot.keys import LIBRARY, TEXTS
from knowledge_base.editing.models import Draft
from knowledge_base.procedures.loader import load_folder
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE, PASSWORD, Browser
from tests.bot.desk.test_ticket_page import XSS

EXCHANGE = "/quan-tri/nhap-xuat"
OURS = [document.model_copy(update={"related": []}) for document in load_folder()[:12]]


async def send(browser: Browser, data: bytes, name: str = "thu-tuc.xlsx", **fields: str) -> ClientResponse:
    form = FormData(quote_fields=False)
    for key, value in {**await browser.hidden(EXCHANGE), "why": "Rà soát quý IV", **fields}.items():
        form.add_field(key, value)
    form.add_field("file", BytesIO(data), filename=name, content_type="application/octet-stream")
    response = await browser.client.post(EXCHANGE, data=form, allow_redirects=False)
    await response.read()
    return response


def drafts_of(office: Office) -> int:
    with office.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Draft)) or 0


@pytest.mark.parametrize("kind", ["xlsx", "yaml"])
async def test_a_file_waits_for_a_second_person_and_then_is_told(office: Office, kind: str) -> None:
    browser = office.browser()
    texts = office.desk.app[TEXTS]
    data = workbook_of(OURS, texts) if kind == "xlsx" else yaml_of(OURS)
    response = await send(browser, data, f"../../etc/<b>pass.{kind}")
    batch = response.headers["Location"].split("?")[0]
    assert response.status == 303
    assert set(office.desk.app[LIBRARY].current().documents) == {CODE}
    _, page = await browser.get(batch)
    assert f"Lô: bpass.{kind}" in page
    assert "một đồng nghiệp khác sẽ duyệt" in page
    assert (await browser.fill(batch, f"{batch}/duyet")).status == 404
    assert (await office.browser("phuong").fill(batch, f"{batch}/duyet")).status == 303
    told = office.desk.app[LIBRARY].current().documents
    assert [told[document.code] for document in OURS] == OURS
    again = await send(browser, data)
    assert again.status == 400
    assert "giống hệt" in await again.text()


async def test_who_sent_a_file_does_not_approve_it(office: Office) -> None:
    browser = office.browser("phuong")
    batch = (await send(browser, yaml_of(OURS))).headers["Location"].split("?")[0]
    assert (await browser.fill(batch, f"{batch}/duyet")).status == 403
    assert set(office.desk.app[LIBRARY].current().documents) == {CODE}
    assert (await browser.fill(batch, f"{batch}/bo", why="Gửi nhầm")).status == 303
    assert (await send(office.browser(), yaml_of(OURS))).status == 303


async def test_one_bad_row_and_nothing_is_changed(office: Office) -> None:
    book = load_workbook(BytesIO(workbook_of(OURS, office.desk.app[TEXTS])))
    book["Giấy tờ cần nộp"]["C5"] = "<script>alert(1)</script>"
    held = BytesIO()
    book.save(held)
    response = await send(office.browser(), held.getvalue())
    text = await response.text()
    assert response.status == 400
    assert "<td>Giấy tờ cần nộp</td><td>5</td><td>Số bản chính</td><td>Cần là một số, ví dụ 2</td>" in text
    assert "<script>alert" not in text
    assert drafts_of(office) == 0


async def test_a_procedure_somebody_is_editing_stops_the_file(office: Office) -> None:
    browser, address = await office.draft("quy", CODE)
    await office.save(browser, address, **{"main-0-name": "Đang sửa dở"})
    response = await send(office.browser(), yaml_of(OURS))
    assert response.status == 400
    assert "đang có bản thảo mở" in await response.text()
    assert drafts_of(office) == 1
    assert office.held(address).content["name"] == "Đang sửa dở"


@pytest.mark.parametrize("data", [b"", b"PK rubbish", b"\xff\xfe", b"a: &x [*x]"])
async def test_rubbish_is_refused_kindly(office: Office, data: bytes) -> None:
    response = await send(office.browser(), data)
    assert response.status == 400
    assert "Traceback" not in await response.text()


async def test_a_file_too_large_or_of_a_stranger_is_not_read(office: Office) -> None:
    assert (await send(office.browser(), b"x" * (13 * 1024 * 1024))).status == 413
    assert (await send(office.browser(), yaml_of(OURS), csrf="khác")).status == 403
    stranger = office.desk.open_browser()
    assert (await stranger.client.post(EXCHANGE, data={"why": "x"}, allow_redirects=False)).status == 303
    assert drafts_of(office) == 0


async def test_what_goes_out_is_what_is_told(office: Office) -> None:
    browser = office.browser()
    async with browser.client.get(f"/quan-tri/xuat.xlsx?ma={CODE}") as response:
        assert "attachment" in response.headers["Content-Disposition"]
        book = load_workbook(BytesIO(await response.read()))
    assert [cell.value for cell in book["Thủ tục"]["A"]][1:] == [CODE]
    async with browser.client.get("/quan-tri/xuat.yaml") as response:
        assert CODE in await response.text()


async def test_a_topic_goes_off_and_on(office: Office) -> None:
    page = "/quan-tri/tam-dung"
    browser = office.browser("phuong")
    fields: dict[str, str] = {"scope": "procedure", "code": CODE, "reason": "Đang rà soát <b>"}
    assert (await browser.fill(page, page, **{**fields, "reason": ""})).status == 400
    kept = await browser.fill(page, page, **{**fields, "code": "9.999999"})
    assert kept.status == 400
    assert "Đang rà soát &lt;b&gt;" in await kept.text()
    assert (await browser.fill(page, page, **fields)).status == 303
    library = office.desk.app[LIBRARY]
    off = library.current().off(office.told())
    assert off is not None
    assert off.reason == "Đang rà soát <b>"
    _, text = await browser.get(page)
    assert "Đang rà soát &lt;b&gt;" in text
    assert "Đang tạm dừng" in (await browser.get(f"/quan-tri/thu-tuc/{CODE}"))[1]
    number = re.findall(r"/tam-dung/(\d+)/mo", text)[0]
    for _ in range(2):  # who comes second finds it on already
        assert (await browser.fill(page, f"{page}/{number}/mo")).status == 303
    assert library.current().off(office.told()) is None


async def test_a_channel_goes_off_and_on_and_its_log_tells_why(office: Office) -> None:
    page, browser = "/quan-tri/tam-dung", office.browser("phuong")
    assert (await browser.fill(page, page, scope="channel", channel="", reason="x")).status == 400
    sent = await browser.fill(page, page, scope="channel", channel="telegram", reason="Tài khoản bị chiếm dụng.")
    assert sent.status == 303
    _, text = await browser.get(page)
    assert "Kênh: Telegram" in text
    assert "Tài khoản bị chiếm dụng." in text
    assert office.desk.app[LIBRARY].current().off(office.told()) is None
    number = re.findall(r"/tam-dung/(\d+)/mo", text)[0]
    assert (await browser.fill(page, f"{page}/{number}/mo")).status == 303
    assert "Kênh: Telegram" not in (await browser.get(page))[1]
    _, log = await browser.get("/quan-tri/nhat-ky")
    assert "Tài khoản bị chiếm dụng." in log
    assert [line for line in office.desk.audit() if line[1] == "telegram"] == [
        ("switch_switched_off", "telegram"),
        ("switch_switched_on", "telegram"),
    ]


@pytest.mark.parametrize("evil", XSS)
async def test_a_phrase_is_proposed_approved_and_never_becomes_markup(office: Office, evil: str) -> None:
    page, texts = "/quan-tri/cau-chu/answer.missing", office.desk.app[TEXTS]
    before = texts.say("answer.missing")
    evil = evil.replace("{{ 7 * 7 }}{% raw %}", "[[ 7 * 7 ]]")
    browser = office.browser()
    try:
        assert (await browser.fill(page, f"{page}/de-nghi", text=evil)).status == 303
        assert texts.say("answer.missing") == before
        assert (await office.browser("phuong").fill(page, f"{page}/duyet")).status == 303
        assert texts.say("answer.missing") == evil
        for path in (page, f"/quan-tri/cau-chu?tim={evil}", "/quan-tri/nhat-ky"):
            _, text = await browser.get(path)
            assert "<script>alert" not in text
            assert "<svg" not in text
            assert "<img" not in text
        escaped = html.escape(evil, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        assert escaped in (await browser.get(page))[1]
    finally:
        texts.overlay({})


async def test_a_phrase_keeps_its_places_and_what_was_typed_is_shown_again(office: Office) -> None:
    page = "/quan-tri/cau-chu/answer.about"
    response = await office.browser().fill(page, f"{page}/de-nghi", text="Quên mất chỗ điền")
    text = await response.text()
    assert response.status == 400
    assert "{name}" in text
    assert "Quên mất chỗ điền" in text


@pytest.mark.parametrize("key", ["desk.title", "la.lung", "admin.title"])
async def test_only_what_citizens_read_is_worded_here(office: Office, key: str) -> None:
    assert (await office.browser().get(f"/quan-tri/cau-chu/{key}"))[0] == 404


async def test_editors_land_at_their_pages_after_signing_in(office: Office) -> None:
    browser: Any = office.desk.open_browser()
    response = await browser.fill("/can-bo/dang-nhap", "/can-bo/dang-nhap", username="bao", password=PASSWORD)
    assert response.headers["Location"] == "/can-bo"
    async with browser.client.get("/can-bo", allow_redirects=False) as home:
        assert (home.status, home.headers["Location"]) == (303, "/quan-tri")
    _, text = await browser.get("/quan-tri")
    assert "Biên tập viên, toàn thành phố" in text
    assert "/quan-tri/tam-dung" not in text
