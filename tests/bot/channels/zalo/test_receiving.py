"""What people do in Zalo arrives as what it means; nothing of an attachment is fetched or kept."""

from __future__ import annotations

import asyncio
import json
import unicodedata

import pytest
from sqlalchemy import select

from knowledge_base.staff.models import AuditRow
from tests.bot.channels.zalo.conftest import AN, BINH, Office, Serve
from tests.conftest import FrozenClock
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.people import PAYLOADS

pytestmark = pytest.mark.usefixtures("served")


def audit(office: Office) -> list[str]:
    with office.database.reading() as session:
        return list(session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


@pytest.mark.parametrize("kind", list(PAYLOADS))
async def test_things_are_attachments_and_are_not_kept(zalo: ZaloEmulator, office: Office, kind: str) -> None:
    zalo.user.send(AN, kind)
    await zalo.webhook.idle()
    assert office.inbox() == [("attachment", "")]
    kept = json.dumps(office.everything(), default=str)
    assert "zdn.vn" not in kept
    assert "84912345678" not in kept


async def test_a_link_with_words_is_words(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send(AN, "link", "trang này có đúng không https://dichvucong.gov.vn")
    await zalo.webhook.idle()
    assert office.inbox() == [("text", "trang này có đúng không https://dichvucong.gov.vn")]


@pytest.mark.parametrize(
    "text", ["👍🏽 em ơi", unicodedata.normalize("NFD", "đăng ký khai sinh"), "a" * 3000, "2", "\u202ehcuk"]
)
async def test_words_arrive_as_they_are(zalo: ZaloEmulator, office: Office, text: str) -> None:
    zalo.user.send_text(AN, text)
    await zalo.webhook.idle()
    assert office.inbox() == [("text", text)]


async def test_what_a_database_cannot_keep_is_left_out(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send_text(AN, "a\x00b")
    await zalo.webhook.idle()
    assert office.inbox() == [("text", "ab")]


async def test_following_and_chat_now_are_greeted(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.follow(AN)
    zalo.user.chat_now(BINH)
    await zalo.webhook.idle()
    assert office.inbox() == [("start", ""), ("start", "")]


async def test_unfollowing_is_noted_and_writing_again_too(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send_text(AN, "chào")
    await zalo.webhook.idle()
    zalo.user.unfollow(AN)
    await zalo.webhook.idle()
    assert office.conversation().unreachable
    zalo.user.send_text(AN, "chào lại")
    await zalo.webhook.idle()
    assert not office.conversation().unreachable


async def test_handed_over_details_nobody_asked_for_are_not_kept(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.submit_info(AN)
    await zalo.webhook.idle()
    assert office.inbox() == [("attachment", "")]
    assert "84912345678" not in json.dumps(office.everything(), default=str)


async def test_someone_without_an_account_has_a_conversation_of_their_own(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send_anonymous("555", "777", "chào")
    zalo.user.send_anonymous("555", "778", "chào")
    await zalo.webhook.idle()
    assert office.conversation("anonymous.555.777").id != office.conversation("anonymous.555.778").id
    assert office.inbox() == [("text", "chào")] * 2


async def test_our_own_echo_is_ignored(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.echo(AN, {"message_id": "m", "text": "Dạ"})
    await zalo.webhook.idle()
    assert office.inbox() == []
    assert audit(office) == []


@pytest.mark.parametrize("where", ["sender", "event", "message"])
async def test_an_officer_in_oa_manager_silences_the_bot(
    zalo: ZaloEmulator, office: Office, clock: FrozenClock, where: str
) -> None:
    zalo.user.officer_writes(AN, "Chào bác, tôi xem giúp bác", where)
    await zalo.webhook.idle()
    first = office.conversation().attended_until
    assert first is not None
    assert (first - clock()).total_seconds() == 3600
    clock.advance(minutes=50)
    zalo.user.officer_writes(AN, "Bác chờ tôi nhé", where)
    await zalo.webhook.idle()
    until = office.conversation().attended_until
    assert until is not None
    assert (until - clock()).total_seconds() == 3600
    assert audit(office) == ["human_took_over"]


async def test_silence_can_be_switched_off(zalo: ZaloEmulator, office: Office, serve: Serve) -> None:
    await serve(ZALO_SILENCE_MINUTES=0)
    zalo.user.officer_writes(AN, "Chào bác")
    await zalo.webhook.idle()
    assert audit(office) == []


async def test_withdrawing_empties_the_conversation(zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send_text(AN, "tôi tên là Nguyễn Văn An")
    await zalo.webhook.idle()
    zalo.user.withdraw(AN)
    zalo.user.withdraw(BINH)  # nobody we know
    await zalo.webhook.idle()
    zalo.user.send_text(AN, "số của tôi là 0912345678")
    await zalo.webhook.idle()
    assert office.inbox() == [("text", ""), ("text", "")]
    kept = json.dumps(office.everything(), default=str)
    assert "Nguyễn" not in kept
    assert "0912345678" not in kept
    zalo.user.send_text(AN, "Tiếp tục")
    await zalo.webhook.idle()
    zalo.user.send_text(AN, "làm khai sinh")
    await zalo.webhook.idle()
    assert office.inbox()[2:] == [("start", ""), ("text", "làm khai sinh")]
    assert audit(office) == ["data_erased"]


async def test_many_people_at_once(zalo: ZaloEmulator, office: Office) -> None:
    await asyncio.gather(*(zalo.webhook.deliver(_said(zalo, n)) for n in range(40)))
    assert len(office.inbox()) == 40


def _said(zalo: ZaloEmulator, number: int) -> dict[str, object]:
    url, zalo.webhook.url = zalo.webhook.url, ""
    event = zalo.user.send_text(f"9{number:03}", f"câu {number}")
    zalo.webhook.url = url
    return event
