"""The recall's pages: who was told, what they will read, a second confirmation, and then it is sent."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.keys import MAILROOM
from bot.messages import Message
from bot.render import to_text
from knowledge_base.conversations.service import find_or_open
from knowledge_base.mailbox import outbox
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.replies import Meta
from knowledge_base.vocabulary import Aspect, Outcome
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE

PAGE = "/quan-tri/thu-hoi"
ASK = f"{PAGE}?ma={CODE}&ngay=7&noi-dung=papers"
TYPED = {"code": CODE, "days": "7", "aspect-papers": "1", "text": "Hồ sơ chỉ cần tờ khai.\n\nCăn cứ: Luật Hộ tịch."}


def say(office: Office, who: str, *aspects: Aspect, channel: str = "web") -> str:
    """The bot answered a citizen about birth registration."""
    meta = Meta(outcome=Outcome.ANSWERED, procedure=CODE, aspects=list(aspects))
    body = {"kind": "reply", "blocks": [{"kind": "text", "text": "Cần hai ảnh chân dung"}], "choices": []}
    with office.desk.database.transaction() as session:
        conversation = find_or_open(session, channel, who, office.desk.clock())
        session.flush()
        told = [{**body, "meta": meta.model_dump(mode="json")}]
        outbox.post(session, conversation, told, office.desk.clock(), pulled=channel == "web")
        return conversation.id


def notices(office: Office) -> dict[str, str]:
    """Conversation → the correction it got, in words."""
    with office.desk.database.reading() as session:
        rows = [(row.conversation_id, Message.model_validate(row.body)) for row in session.scalars(select(OutboxRow))]
    found = [(key, to_text(message)) for key, message in rows if message.kind == "notice"]
    assert len(found) == len(dict(found))
    return dict(found)


async def written(office: Office) -> str:
    """A draft; returns its address."""
    response = await office.browser("bao").fill(PAGE, PAGE, **TYPED)
    assert response.status == 303
    return response.headers["Location"]


async def test_the_page_counts_who_was_told_by_channel_with_what_they_read(office: Office) -> None:
    say(office, "mai", Aspect.PAPERS)
    say(office, "nam", Aspect.OVERVIEW, channel="telegram")
    say(office, "oanh", Aspect.FEE)
    _, page = await office.browser().get(ASK)
    assert "<strong>2</strong>cuộc trò chuyện" in page
    assert "<strong>1</strong>Telegram" in page
    assert "Cần hai ảnh chân dung" in page


async def test_the_preview_is_what_is_sent_and_only_to_those_told(office: Office) -> None:
    mai, other = say(office, "mai", Aspect.PAPERS), say(office, "oanh", Aspect.FEE)
    bell = office.desk.app[MAILROOM].bell(mai)
    listening = bell.listen()
    address = await written(office)
    _, preview = await office.browser("phuong").get(address)
    assert notices(office) == {}
    response = await office.browser("phuong").fill(address, f"{address}/gui", sure="1")
    assert response.status == 303
    assert list(notices(office)) == [mai]
    assert other not in notices(office)
    for paragraph in notices(office)[mai].split("\n\n"):
        assert paragraph in preview
    assert "em xin lỗi ông/bà. Về thủ tục Đăng ký khai sinh" in preview
    assert listening.is_set()
    _, page = await office.browser().get(address)
    assert "Đã gửi" in page
    assert "<strong>1</strong>người được gửi" in page


async def test_without_the_tick_or_by_an_editor_nothing_is_sent(office: Office) -> None:
    say(office, "mai", Aspect.PAPERS)
    address = await written(office)
    response = await office.browser("phuong").fill(address, f"{address}/gui")
    assert response.status == 400
    assert "đánh dấu vào ô xác nhận" in await response.text()
    assert (await office.browser("bao").fill(address, f"{address}/gui", sure="1")).status == 404
    assert notices(office) == {}


async def test_two_who_confirm_at_once_send_one_copy(office: Office) -> None:
    everybody = {say(office, f"citizen-{number}", Aspect.PAPERS) for number in range(5)}
    address = await written(office)
    browsers = [office.browser("phuong"), office.browser("quy")]
    responses = await asyncio.gather(*(one.fill(address, f"{address}/gui", sure="1") for one in browsers))
    assert {response.status for response in responses} <= {303, 409}
    assert set(notices(office)) == everybody


async def test_a_discarded_one_is_not_sent(office: Office) -> None:
    say(office, "mai", Aspect.PAPERS)
    address = await written(office)
    assert (await office.browser().fill(address, f"{address}/bo")).status == 303
    assert (await office.browser("phuong").fill(PAGE, f"{address}/gui", sure="1")).status == 409
    assert notices(office) == {}


@pytest.mark.parametrize("changed", [{"code": "9.999999"}, {"days": "0"}, {"days": "một"}, {"text": " "}])
async def test_what_is_missing_is_said_and_the_words_stay(office: Office, changed: dict[str, str]) -> None:
    say(office, "mai", Aspect.PAPERS)
    response = await office.browser().fill(PAGE, PAGE, **{**TYPED, **changed})
    assert response.status == 400
    assert "Cần mã thủ tục có thật" in await response.text()


async def test_markup_in_a_correction_is_only_text(office: Office) -> None:
    say(office, "mai", Aspect.PAPERS)
    response = await office.browser().fill(PAGE, PAGE, **{**TYPED, "text": "<script>alert(1)</script>"})
    _, page = await office.browser().get(response.headers["Location"])
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
