"""A ticket's page: what an officer needs to answer, nothing of a citizen who did not agree, nothing that runs."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from bot.conversation.handover import MAX_NAME
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.vocabulary import Act
from tests.bot.desk.conftest import DRAFT, Desk, document

XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--<iframe src=//xau.example>",
]


async def test_the_page_holds_question_conversation_history_and_the_published_answer(desk: Desk) -> None:
    code = desk.ticket()
    _, text = await desk.signed_in("an").get(f"/can-bo/phieu/{code}")
    for words in (
        DRAFT.question,
        "khai sinh cho con",
        "Dạ, ông/bà cần nộp…",
        "Người dân gửi phiếu",
        "Tờ khai đăng ký khai sinh",
        "09:00 hôm nay",
        "Còn 8 giờ làm việc",
        "09:00 ngày mai",
    ):
        assert words in text
    assert "<details" in text


async def test_without_consent_there_is_no_name_and_no_number(desk: Desk) -> None:
    code = desk.ticket(replace(DRAFT, citizen_name="Bà Lan", citizen_phone="0912345678"))
    _, text = await desk.signed_in("an").get(f"/can-bo/phieu/{code}")
    assert "Bà Lan" not in text
    assert "0912345678" not in text
    assert "chọn không để lại" in text


async def test_with_consent_the_number_can_be_tapped(desk: Desk) -> None:
    draft = replace(DRAFT, citizen_name="Bà Lan", citizen_phone="0912345678", consent_text="Đồng ý")
    _, text = await desk.signed_in("an").get(f"/can-bo/phieu/{desk.ticket(draft)}")
    assert "Bà Lan" in text
    assert 'href="tel:0912345678"' in text


async def test_the_form_appears_only_for_who_took_the_ticket(desk: Desk) -> None:
    code, an, binh = desk.ticket(), desk.signed_in("an"), desk.signed_in("binh")
    assert "<textarea" not in (await an.get(f"/can-bo/phieu/{code}"))[1]
    await an.act(code, "nhan")
    assert 'name="text"' in (await an.get(f"/can-bo/phieu/{code}"))[1]
    held = (await binh.get(f"/can-bo/phieu/{code}"))[1]
    assert 'name="text"' not in held
    assert "Nguyễn Văn An đang xử lý phiếu này" in held


@pytest.mark.parametrize("evil", XSS)
@pytest.mark.parametrize("procedure", [document(name=XSS[0], paper=XSS[1])])
async def test_nothing_a_citizen_or_a_record_says_becomes_markup(
    desk: Desk, evil: str, procedure: ProcedureDocument
) -> None:
    transcript = [{"who": "citizen", "text": evil, "at": "2026-11-25T01:58:00+00:00"}]
    draft = replace(
        DRAFT,
        question=evil,
        transcript=transcript,
        citizen_name=evil[:MAX_NAME],
        citizen_phone=evil[:20],
        consent_text="x",
        kind=Act.SUGGESTION,
    )
    code, browser = desk.ticket(draft), desk.signed_in("an")
    await browser.act(code, "nhan")
    answered = await browser.act(code, "tra-loi", text=f"{evil}\n{evil}" + "x" * 4000)
    pages = [
        (await browser.get("/can-bo"))[1],
        (await browser.get("/can-bo/danh-sach"))[1],
        (await browser.get(f"/can-bo/phieu/{code}?da={evil}"))[1],
        await answered.text(),
        await (await browser.act(code, "xem-truoc", text=evil)).text(),
    ]
    for text in pages:
        assert html.escape(evil, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in text
        for dangerous in ("<script>", "<img", "<svg", "<iframe", "<!--", " onmouseover='alert"):
            assert dangerous not in text
        assert 'href="javascript:' not in text
        assert "style=" not in text


async def test_a_number_made_of_a_script_stays_a_telephone_link(desk: Desk) -> None:
    draft = replace(DRAFT, citizen_phone="javascript:alert(1)", consent_text="x")
    _, text = await desk.signed_in("an").get(f"/can-bo/phieu/{desk.ticket(draft)}")
    assert 'href="tel:javascript:alert(1)"' in text


@pytest.mark.parametrize("path", ["/can-bo/phieu/TT-2026-999999", "/can-bo/phieu/TT-2026-%00", "/can-bo/phieu/1"])
async def test_what_is_not_there_is_said_kindly(desk: Desk, path: str) -> None:
    status, text = await desk.signed_in("an").get(path)
    assert status == 404
    assert "Dạ, em không tìm thấy" in text
    assert "Về danh sách phiếu" in text


async def test_pages_are_never_kept_by_a_cache_and_run_only_our_scripts(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    for path in ("/can-bo", "/can-bo/danh-sach", f"/can-bo/phieu/{code}"):
        async with browser.client.get(path) as response:
            assert response.headers["Cache-Control"] == "no-store"
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
            assert "unsafe" not in response.headers["Content-Security-Policy"]
