"""A conversation to keep: whole, dated in Vietnam time, saying who is a machine; for its citizen and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import ClientResponse

from bot.messages import BulletList, FileLine, LinkLine
from bot.webchat import transcript as module
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.tickets.service import open_ticket
from tests.bot.desk.conftest import DRAFT
from tests.bot.webchat.conftest import Chat, Citizen, said

XSS = "<img src=x onerror=alert(1)>"


async def saved(citizen: Citizen) -> ClientResponse:
    return await citizen.client.get(f"{citizen.path}/transcript", headers=citizen.headers)


async def printed(citizen: Citizen, token: str = "") -> tuple[int, str]:
    data = {"conversation": citizen.id, "token": token or citizen.token}
    async with citizen.client.post("/ban-in", data=data) as response:
        return response.status, await response.text()


async def talk(chat: Chat) -> Citizen:
    """A citizen of Biên Hoà asks, taps, sends a picture, and an officer answers the next day."""
    citizen = await chat.open(commune="26068")
    chat.engine.queue.append(said("Dạ, đây ạ.\nCăn cứ: Nghị định 123.", "Lệ phí", "Thời gian"))
    await citizen.say(XSS)
    await chat.engine.answer_all()
    _, body = await citizen.get()
    chat.clock.advance(minutes=5)
    listed = said("Dạ:")
    blocks = [
        *(listed.blocks[0], BulletList(title="Giấy tờ", items=["Tờ khai", "Giấy chứng sinh"], ordered=True)),
        FileLine(label="Tờ khai (DOCX)", url="https://bot.example/bieu-mau/1/to-khai.docx", name="to-khai.docx"),
        LinkLine(label="Cổng dịch vụ công", url="https://dichvucong.example/x"),
    ]
    chat.engine.queue += [listed.model_copy(update={"blocks": blocks})]
    await citizen.post({"id": "m2", "choice": body["messages"][0]["choices"][1]["id"]})
    await chat.engine.answer_all()
    chat.clock.advance(seconds=1)
    await citizen.post({"id": "m3", "attachment": "image"})
    await chat.engine.answer_all()
    chat.clock.advance(days=1)
    officer = said("Kính chào ông/bà.", kind="officer", author="Nguyễn Văn An", ticket="TT-2026-000007")
    chat.engine.say(citizen.id, officer)
    return citizen


async def test_the_file_holds_both_sides_with_dates_sources_and_who_is_a_machine(chat: Chat) -> None:
    citizen = await talk(chat)
    async with await saved(citizen) as response:
        assert response.status == 200
        assert response.headers["Content-Disposition"] == 'attachment; filename="tro-chuyen-2026-11-25.txt"'
        assert response.headers["Cache-Control"] == "no-store"
        raw = await response.read()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    order = [
        "BẢN GHI CUỘC TRÒ CHUYỆN",
        "do máy trả lời tự động",
        "09:05 ngày 25/11/2026",
        "Xã, phường: Phường Biên Hoà",
        f"[09:00 ngày 24/11/2026] Ông/bà\n{XSS}",
        "[09:00 ngày 24/11/2026] Thân Thiện (máy trả lời)\nDạ, đây ạ.\nCăn cứ: Nghị định 123.",
        "[09:05 ngày 24/11/2026] Ông/bà\nThời gian",
        "Giấy tờ\n1. Tờ khai\n2. Giấy chứng sinh",
        "Tờ khai (DOCX): https://bot.example/bieu-mau/1/to-khai.docx",
        "Cổng dịch vụ công: https://dichvucong.example/x",
        "Ông/bà\n(hình ảnh hoặc tệp)",
        "[09:05 ngày 25/11/2026] Cán bộ Nguyễn Văn An · Phiếu TT-2026-000007\nKính chào ông/bà.",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "secret" not in text


async def test_the_page_to_print_says_the_same_and_runs_nothing(chat: Chat) -> None:
    citizen = await talk(chat)
    status, html = await printed(citizen)
    assert status == 200
    for part in ("Phường Biên Hoà", "Thời gian", "<li>Giấy chứng sinh</li>", "TT-2026-000007", "máy trả lời tự động"):
        assert part in html
    assert XSS not in html
    assert "&lt;img src=x" in html
    assert citizen.token not in html


async def test_the_codes_of_its_tickets_stand_above(chat: Chat) -> None:
    citizen, other = await chat.open(), await chat.open()
    mine, theirs = opened(chat, citizen), opened(chat, other)
    text = await (await saved(citizen)).text()
    assert f"Mã phiếu hỏi: {mine}" in text
    assert theirs not in text


async def test_nothing_of_anybody_else_is_in_it(chat: Chat) -> None:
    citizen, other = await talk(chat), await chat.open()
    await other.say("chuyện riêng của người khác")
    await chat.engine.answer_all()
    assert "chuyện riêng" not in await (await saved(citizen)).text()
    assert "chuyện riêng" not in (await printed(citizen))[1]


@pytest.mark.parametrize("token", ["x", "của người khác", "' or 1=1", "\x00", "x" * 3000])
async def test_without_its_token_there_is_nothing(chat: Chat, token: str) -> None:
    citizen, other = await talk(chat), await chat.open()
    for wrong in (token, other.token):
        status, html = await printed(citizen, wrong)
        assert status == 404
        assert "Kính chào" not in html
    async with await saved(Citizen(chat.client, citizen.id, other.token)) as response:
        assert response.status == 404
    async with chat.client.get("/ban-in", params={"conversation": citizen.id, "token": citizen.token}) as response:
        assert response.status == 405


async def test_what_is_no_form_is_refused_in_words(chat: Chat) -> None:
    citizen = await chat.open()
    body = {"conversation": citizen.id, "token": citizen.token}
    async with chat.client.post("/ban-in", json=body) as response:
        assert response.status == 400
        assert "Dạ" in await response.text()


async def test_it_is_not_read_whole_without_end(chat: Chat) -> None:
    citizen, other = await chat.open(), await chat.open()
    statuses = [(await saved(citizen)).status for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert (await saved(other)).status == 200


async def test_a_conversation_too_long_says_that_its_beginning_is_missing(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    citizen = await chat.open()
    for number in range(3):
        chat.clock.advance(seconds=1)
        await citizen.say(f"câu {number}", f"m{number}")
    text = await (await saved(citizen)).text()
    assert "2 câu gần nhất" in text
    assert "câu 0" not in text
    assert "câu 2" in text


def opened(chat: Chat, citizen: Citizen) -> str:
    draft = replace(DRAFT, conversation_id=citizen.id, inbox_id=None)
    with chat.engine.mailroom.database.transaction() as session:
        return open_ticket(session, draft, chat.clock(), WorkingCalendar.load()).code
