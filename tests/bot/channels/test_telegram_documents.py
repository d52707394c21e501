"""A form goes out in Telegram as a document behind the words; where it cannot, its link does."""

from __future__ import annotations

import pytest

from bot.channels.base import RetryLater, Sent, Unreachable
from bot.channels.telegram import TelegramChannel
from knowledge_base.database import Database
from tests.bot.channels.conftest import Make
from tests.bot.channels.files import CONTENT, LABEL, URL, with_form
from tests.emulators.telegram import Fault, TelegramEmulator
from tests.emulators.telegram.errors import ApiError, bad_request
from tests.emulators.telegram.faults import blocked, broken, flood

AN = 4001


@pytest.fixture
def channel(make: Make, telegram: TelegramEmulator) -> TelegramChannel:
    telegram.user.send_text(AN, "chào")
    return make()


def sent(telegram: TelegramEmulator) -> list[str]:
    """The words, captions and names in order."""
    return [
        message.get("text") or f"{message['document']['file_name']}: {message.get('caption')}"
        for message in telegram.user.messages(AN)
    ]


WORDS = f"Dạ, em gửi mẫu:\n\n{LABEL}\n\nCăn cứ: Luật Hộ tịch"
AS_FILE, AS_LINK = f"to-khai.pdf: {LABEL}", f"{LABEL}: {URL}"


async def test_words_first_then_the_document_with_the_buttons(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database
) -> None:
    assert await channel.send(str(AN), 7, with_form(database, "Lệ phí")) == Sent()
    assert sent(telegram) == [WORDS, AS_FILE]
    first, second = telegram.user.messages(AN)
    assert "reply_markup" not in first
    assert second["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "7.1"
    assert telegram.state.files[second["document"]["file_id"]][1] == CONTENT


@pytest.mark.parametrize("fault", [Fault(bad_request("file must be non-empty")), Fault(ApiError(413, "Too Large"))])
async def test_a_refused_document_becomes_a_link(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database, fault: Fault
) -> None:
    telegram.faults.order(fault, times=9, method="sendDocument")
    message, tries = with_form(database, "Lệ phí"), 0
    while await channel.send(str(AN), 7, message) != Sent():
        tries += 1
        assert tries <= 2
    assert sent(telegram) == [WORDS, AS_LINK]
    assert "reply_markup" in telegram.user.messages(AN)[1]


async def test_a_retry_goes_on_with_the_document(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database
) -> None:
    telegram.faults.order(broken(500), method="sendDocument")
    message = with_form(database)
    assert isinstance(await channel.send(str(AN), 7, message), RetryLater)
    assert await channel.send(str(AN), 7, message) == Sent()
    assert sent(telegram) == [WORDS, AS_FILE]


async def test_waiting_as_asked_is_no_vain_try(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database
) -> None:
    telegram.faults.order(flood(3), times=4, method="sendDocument")
    message = with_form(database)
    for _ in range(4):
        assert (await channel.send(str(AN), 7, message)).__class__ is RetryLater
    assert await channel.send(str(AN), 7, message) == Sent()
    assert sent(telegram) == [WORDS, AS_FILE]


async def test_who_blocked_us_gets_no_link_either(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database
) -> None:
    telegram.faults.order(blocked(), method="sendDocument")
    assert isinstance(await channel.send(str(AN), 7, with_form(database)), Unreachable)
    assert sent(telegram) == [WORDS]


async def test_a_content_we_do_not_keep_is_a_link(
    channel: TelegramChannel, telegram: TelegramEmulator, database: Database
) -> None:
    message = with_form(database)
    lost = message.model_copy(
        update={"blocks": [message.blocks[0], message.blocks[1].model_copy(update={"sha256": "0" * 64})]}
    )
    assert await channel.send(str(AN), 7, lost) == Sent()
    assert sent(telegram)[-1] == AS_LINK
