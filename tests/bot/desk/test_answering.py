"""Taking, giving back, answering: one officer at a time, nothing typed is lost, the citizen gets a kind message."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.messages import Message, Paragraph
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.vocabulary import Act, Outcome
from tests.bot.desk.conftest import CODE, DRAFT, LONG_THANH, Desk

WORDS = "Ông/bà mang giấy chứng sinh.\r\n\r\nNếu sinh ở nhà:\r\n- giấy của người làm chứng"


async def test_an_answer_reaches_the_citizen_with_a_rating_and_a_way_back(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    ringing = desk.mailroom.outgoing.listen()
    await browser.act(code, "nhan")
    response = await browser.act(code, "tra-loi", text=WORDS)
    assert (response.status, response.headers["Location"]) == (303, f"/can-bo/phieu/{code}?da=answer")
    row, message = said(desk)
    assert message.kind == "officer"
    assert (message.author, message.ticket) == ("Nguyễn Văn An", code)
    assert (message.meta.outcome, message.meta.procedure) == (Outcome.ANSWERED, CODE)
    assert paragraphs(message) == [
        f"Kính chào ông/bà. Phường Trấn Biên xin trả lời phiếu {code} của ông/bà ạ.",
        "Ông/bà mang giấy chứng sinh.",
        "Nếu sinh ở nhà:\n- giấy của người làm chứng",
        "Ông/bà vui lòng cho biết mức độ hài lòng với câu trả lời này ạ. Nếu chưa rõ, ông/bà cứ hỏi thêm.",
    ]
    assert [(option.label, option.payload) for option in message.choices] == [
        ("Rất hài lòng", f"#rate {code} 5"),
        ("Hài lòng", f"#rate {code} 4"),
        ("Bình thường", f"#rate {code} 3"),
        ("Chưa hài lòng", f"#rate {code} 2"),
        ("Rất chưa hài lòng", f"#rate {code} 1"),
        ("Tôi cần hỏi thêm", f"#reopen {code}"),
    ]
    assert (row.state, row.ticket_id) == ("sent", desk.find(code).id)
    assert ringing.is_set()
    assert desk.audit() == [("ticket_taken", code), ("ticket_answered", code)]


async def test_a_pushed_channel_gets_it_through_the_outbox(desk: Desk) -> None:
    code, browser = desk.ticket(channel="telegram"), desk.signed_in("an")
    await browser.act(code, "nhan")
    assert "gửi vào Telegram" in (await browser.get(f"/can-bo/phieu/{code}"))[1]
    await browser.act(code, "tra-loi", text=WORDS)
    assert said(desk)[0].state == "pending"


async def test_a_late_answer_begins_with_an_apology(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    desk.clock.advance(days=2)
    late = desk.signed_in("an")
    _, page = await late.get(f"/can-bo/phieu/{code}")
    assert "Lời xin lỗi sẽ được thêm" in page
    await late.act(code, "tra-loi", text=WORDS)
    first = paragraphs(said(desk)[1])[0]
    assert first == "Dạ, chúng tôi xin lỗi ông/bà vì câu trả lời đến muộn hơn giờ đã hẹn (09:00 ngày 26/11/2026)."


async def test_the_answer_to_a_report_is_sober(desk: Desk) -> None:
    code, browser = desk.ticket(replace(DRAFT, kind=Act.REPORT, procedure_code=None)), desk.signed_in("thanh-tra")
    await browser.act(code, "nhan")
    await browser.act(code, "tra-loi", text="Chúng tôi đã làm việc với đơn vị.")
    message = said(desk)[1]
    assert paragraphs(message)[0].startswith("Kính gửi ông/bà. Bộ phận có trách nhiệm kiểm tra")
    assert "hài lòng" not in " ".join([*paragraphs(message), *(option.label for option in message.choices)])
    assert [option.payload for option in message.choices][-1] == f"#reopen {code}"


async def test_of_two_officers_one_takes_it_the_other_reads_so(desk: Desk) -> None:
    code = desk.ticket()
    browsers = [desk.signed_in("an"), desk.signed_in("binh")]
    forms = [await browser.hidden(f"/can-bo/phieu/{code}") for browser in browsers]
    sent = (b.post(f"/can-bo/phieu/{code}/nhan", f) for b, f in zip(browsers, forms, strict=True))
    responses = await asyncio.gather(*sent)
    assert sorted(response.status for response in responses) == [303, 409]
    loser = next(response for response in responses if response.status == 409)
    assert "Phiếu này đã có người nhận" in await loser.text()
    assert "đang xử lý phiếu này" in await loser.text()
    assert desk.audit() == [("ticket_taken", code)]


async def test_a_stale_answer_is_kept_and_shows_what_changed(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    form = await browser.hidden(f"/can-bo/phieu/{code}")
    desk.reopen(code, "Cháu sinh ngày hôm qua ạ")
    response = await browser.post(f"/can-bo/phieu/{code}/tra-loi", {**form, "text": "Câu trả lời <dở dang>"})
    text = await response.text()
    assert response.status == 409
    assert "Phiếu đã có thay đổi" in text
    assert "Cháu sinh ngày hôm qua ạ" in text.split("Thay đổi từ lúc")[1].split("</ul>")[0]
    assert "Nguyễn Văn An nhận phiếu" not in text.split("Thay đổi từ lúc")[1].split("</ul>")[0]
    assert "Câu trả lời &lt;dở dang&gt;</textarea>" in text
    assert not rows(desk)
    again = await browser.act(code, "tra-loi", text="Câu trả lời <dở dang>")
    assert again.status == 303


async def test_answering_what_a_colleague_holds_is_refused_and_kept(desk: Desk) -> None:
    code, an, binh = desk.ticket(), desk.signed_in("an"), desk.signed_in("binh")
    await an.act(code, "nhan")
    form = await an.hidden(f"/can-bo/phieu/{code}")
    await an.act(code, "tra-lai")
    opened = await an.post(f"/can-bo/phieu/{code}/tra-loi", {**form, "text": "Đã soạn xong"})
    assert opened.status == 409
    assert "Đã soạn xong</textarea>" in await opened.text()
    assert "Mời anh/chị nhận lại phiếu" in await opened.text()
    await binh.act(code, "nhan")
    response = await an.post(f"/can-bo/phieu/{code}/tra-loi", {**form, "text": "Đã soạn xong"})
    assert response.status == 403
    assert "đồng nghiệp xử lý" in await response.text()
    assert "Đã soạn xong</textarea>" in await response.text()
    assert (await an.post(f"/can-bo/phieu/{code}/tra-lai", form)).status == 403
    assert not rows(desk)


@pytest.mark.parametrize(("text", "said_"), [(" \n\u200b ", "chưa viết nội dung"), ("ư" * 4001, "quá 4000 ký tự")])
async def test_an_unusable_answer_is_refused_and_kept(desk: Desk, text: str, said_: str) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    response = await browser.act(code, "tra-loi", text=text)
    assert response.status == 400
    assert said_ in await response.text()
    assert ("ư" * 4001 in await response.text()) == (len(text) > 100)
    assert not rows(desk)
    assert (await browser.act(code, "tra-loi", text="ư" * 4000)).status == 303


async def test_the_preview_is_exactly_what_is_sent_and_changes_nothing(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    before = desk.audit()
    response = await browser.act(code, "xem-truoc", text=WORDS)
    page = await response.text()
    assert response.status == 200
    assert not rows(desk)
    assert desk.audit() == before
    await browser.act(code, "tra-loi", text=WORDS)
    message = said(desk)[1]
    assert all(paragraph in page for paragraph in paragraphs(message))
    assert all(option.label in page for option in message.choices)
    assert "giấy của người làm chứng</textarea>" in page


async def test_the_part_of_the_preview_tells_of_changes_meanwhile(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    form = {**await browser.hidden(f"/can-bo/phieu/{code}"), "text": "Dạ <b>"}
    address, part = f"/can-bo/phieu/{code}/xem-truoc", {"X-Part": "preview"}
    text = await (await browser.post(address, form, part)).text()
    assert "<html" not in text
    assert "Dạ &lt;b&gt;" in text
    assert "Phiếu vừa có thay đổi" not in text
    desk.reopen(code, "Thêm")
    assert "Phiếu vừa có thay đổi" in await (await browser.post(address, form, part)).text()


async def test_a_session_that_ended_while_typing_gives_the_text_back(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    form = await browser.hidden(f"/can-bo/phieu/{code}")
    desk.clock.advance(minutes=31)
    response = await browser.post(f"/can-bo/phieu/{code}/tra-loi", {**form, "text": "Một bài dài"})
    text = await response.text()
    assert response.status == 401
    assert "Một bài dài</textarea>" in text
    assert f'value="/can-bo/phieu/{code}"' in text
    assert not rows(desk)


async def test_a_form_of_an_earlier_session_sends_nothing_but_gives_the_text_back(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    await browser.act(code, "nhan")
    form = await browser.hidden(f"/can-bo/phieu/{code}")
    anew = desk.signed_in("an")
    response = await anew.post(f"/can-bo/phieu/{code}/tra-loi", {**form, "text": "Một bài dài"})
    assert response.status == 403
    assert "Một bài dài</textarea>" in await response.text()
    assert not rows(desk)


@pytest.mark.parametrize("headers", [{"Origin": "https://xau.example"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("action", ["nhan", "tra-lai", "tra-loi", "xem-truoc"])
async def test_what_another_site_sends_is_refused_and_not_shown(
    desk: Desk, action: str, headers: dict[str, str]
) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    form = {**await browser.hidden(f"/can-bo/phieu/{code}"), "text": "chữ của kẻ lạ"}
    response = await browser.post(f"/can-bo/phieu/{code}/{action}", form, headers)
    assert response.status == 403
    assert "chữ của kẻ lạ" not in await response.text()
    assert desk.audit() == []


@pytest.mark.parametrize("action", ["nhan", "tra-lai", "tra-loi", "xem-truoc"])
async def test_another_communes_ticket_is_not_there(desk: Desk, action: str) -> None:
    mine, other = desk.ticket(citizen="a"), desk.ticket(replace(DRAFT, commune_code=LONG_THANH), citizen="b")
    browser = desk.signed_in("an")
    form = {**await browser.hidden(f"/can-bo/phieu/{mine}"), "text": "x"}
    for code in (other, "TT-2026-999999"):
        assert (await browser.post(f"/can-bo/phieu/{code}/{action}", form)).status == 404
    assert desk.audit() == []


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "١"])
async def test_a_broken_version_is_bad_input(desk: Desk, version: str) -> None:
    code, browser = desk.ticket(), desk.signed_in("an")
    assert (await browser.act(code, "nhan", version=version)).status == 400


async def test_asking_further_opens_the_ticket_for_everyone_with_what_was_added(desk: Desk) -> None:
    code, an, binh = desk.ticket(), desk.signed_in("an"), desk.signed_in("binh")
    await an.act(code, "nhan")
    await an.act(code, "tra-loi", text="Mời ông/bà đến phường.")
    desk.reopen(code, "Phường ở đâu ạ?")
    _, text = await binh.get(f"/can-bo/phieu/{code}")
    assert "Phường ở đâu ạ?" in text
    assert "Mời ông/bà đến phường." in text
    assert (await binh.act(code, "nhan")).status == 303
    await binh.act(code, "tra-loi", text="Ở đường Phan Chu Trinh.")
    assert said(desk)[1].author == "Lê Thị Bình"


def rows(desk: Desk) -> list[OutboxRow]:
    with desk.database.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def said(desk: Desk) -> tuple[OutboxRow, Message]:
    last = rows(desk)[-1]
    return last, Message.model_validate(last.body)


def paragraphs(message: Message) -> list[str]:
    return [block.text for block in message.blocks if isinstance(block, Paragraph)]
