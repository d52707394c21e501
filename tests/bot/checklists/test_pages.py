"""The checklist as a page and as a Word file: the same words, for its holder only, and only for a while."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from aiohttp.test_utils import TestClient

from bot.checklists.links import ChecklistLinks
from knowledge_base.database import Database
from knowledge_base.switches.service import switch_off, switch_on
from tests.bot.checklists.conftest import BIRTH, CASE, MARRIAGE, address
from tests.conftest import FrozenClock

Client = TestClient[Any, Any]


async def test_the_page_shows_this_case(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    response = await client.get(address(links, clock))
    text = await response.text()
    assert response.status == 200
    assert "Hồ sơ cần chuẩn bị: Đăng ký khai sinh" in text
    assert "<li>Nhờ người khác làm thay</li>" in text
    assert "Giấy chứng sinh (1 bản chính)" in text
    assert "Văn bản của người làm chứng" not in text
    assert "mở được đến 09:00 ngày 26/11/2026" in text
    assert f'href="/to-khai/{BIRTH}"' in text


async def test_nobody_keeps_or_finds_it(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    for path in (address(links, clock), f"{address(links, clock)}/ho-so.docx"):
        response = await client.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_the_document_holds_the_same_words(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    response = await client.get(f"{address(links, clock)}/ho-so.docx")
    assert response.headers["Content-Disposition"] == f'attachment; filename="ho-so-{BIRTH}.docx"'
    document = docx.Document(BytesIO(await response.read()))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert any(line.startswith("☐ Giấy chứng sinh (1 bản chính)") for line in lines)
    assert any("Đăng ký khai sinh quá hạn" in line for line in lines)
    assert any(line.startswith("Căn cứ: ") for line in lines)


async def test_another_procedure_is_named_instead(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    path = address(links, clock, MARRIAGE, {"foreign": "yes"})
    text = await (await client.get(path)).text()
    file = docx.Document(BytesIO(await (await client.get(f"{path}/ho-so.docx")).read()))
    for words in (text, "\n".join(paragraph.text for paragraph in file.paragraphs)):
        assert "Đăng ký kết hôn có yếu tố nước ngoài" in words
        assert "Giấy tờ cần nộp" not in words


async def test_an_old_address_says_so(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    path = address(links, clock)
    clock.advance(hours=25)
    response = await client.get(path)
    assert response.status == 404
    assert "đã hết hạn" in await response.text()


@pytest.mark.parametrize(
    ("code", "answers", "fingerprint"),
    [
        (BIRTH, CASE, "00000000"),
        (BIRTH, {"case": "ordinary"}, None),
        ("1.004222", {"home": "own", "child": "no", "way": "online"}, None),
    ],
)
async def test_changed_questions_ask_to_begin_again(
    client: Client,
    links: ChecklistLinks,
    clock: FrozenClock,
    code: str,
    answers: dict[str, str],
    fingerprint: str | None,
) -> None:
    path = links.make(code, fingerprint, answers, clock())[0] if fingerprint else address(links, clock, code, answers)
    response = await client.get(path)
    assert response.status == 404
    assert "vừa được cập nhật" in await response.text()


async def test_a_forged_address_is_not_found(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    response = await client.get(address(links, clock)[:-3] + "AAA")
    assert response.status == 404


async def test_one_address_cannot_ask_without_end(client: Client, links: ChecklistLinks, clock: FrozenClock) -> None:
    statuses = [(await client.get("/ho-so/x.y")).status for _ in range(61)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


async def test_what_is_switched_off_says_why_instead(
    client: Client, links: ChecklistLinks, clock: FrozenClock, database: Database
) -> None:
    path = address(links, clock)
    with database.transaction() as session:
        held = switch_off(session, None, BIRTH, "Mức thu đang được cập nhật", None, clock())
        session.flush()
        number = held.id
    for page in (path, f"{path}/ho-so.docx"):
        response = await client.get(page)
        text = await response.text()
        assert response.status == 404
        assert "Lý do: Mức thu đang được cập nhật" in text
        assert "Giấy chứng sinh" not in text
    with database.transaction() as session:
        switch_on(session, None, number, clock())
    assert (await client.get(path)).status == 200
