"""What we say in Telegram looks right, and each way of failing is told by its type."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.base import Refused, RetryLater, Sent, Unreachable
from bot.channels.telegram import TelegramChannel
from bot.mailroom import Mailroom
from bot.messages import BulletList, LinkLine, Message, Option, Paragraph
from bot.sender import Sender
from knowledge_base.replies import Meta
from knowledge_base.vocabulary import Outcome
from tests.bot.channels.conftest import Make
from tests.bot.pushing import Pauses, ended, inbox, make_ticket, row_of, say, until, words
from tests.emulators.telegram import Fault, TelegramEmulator
from tests.emulators.telegram.errors import ApiError, bad_request
from tests.emulators.telegram.faults import blocked, broken, flood

AN = 4001


@pytest.fixture
def channel(make: Make, telegram: TelegramEmulator) -> TelegramChannel:
    """A channel that only sends, to somebody who wrote before."""
    telegram.user.send_text(AN, "chào")
    return make()


async def test_a_reply_has_bold_titles_links_and_one_button_a_row(
    channel: TelegramChannel, telegram: TelegramEmulator
) -> None:
    reply = Message(
        blocks=[
            Paragraph(text="Dạ, lệ phí < 10.000 đồng & miễn cho hộ nghèo"),
            BulletList(title="Hồ sơ", items=["Tờ khai"]),
            LinkLine(label="Nộp trực tuyến", url="https://dichvucong.gov.vn/a?b=1&c=2"),
        ],
        choices=[Option(label="Lệ phí", payload="/ask_fee"), Option(label="Gặp cán bộ", payload="#officer")],
        meta=Meta(outcome=Outcome.ANSWERED),
    )
    assert await channel.send(str(AN), 17, reply) == Sent()
    (message,) = telegram.user.messages(AN)
    assert message["text"] == ("Dạ, lệ phí < 10.000 đồng & miễn cho hộ nghèo\n\nHồ sơ\n• Tờ khai\n\nNộp trực tuyến")
    assert [(entity["type"], entity.get("url")) for entity in message["entities"]] == [
        ("bold", None),
        ("text_link", "https://dichvucong.gov.vn/a?b=1&c=2"),
    ]
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "Lệ phí", "callback_data": "17.1"}],
        [{"text": "Gặp cán bộ", "callback_data": "17.2"}],
    ]
    assert message["link_preview_options"]["is_disabled"] is True


async def test_a_long_reply_comes_in_parts_with_the_buttons_last(
    channel: TelegramChannel, telegram: TelegramEmulator
) -> None:
    text = "\n".join(f"Bước {n}: {'nộp hồ sơ 👍 ' * 8}" for n in range(100))
    assert await channel.send(str(AN), 1, words(text, "Lệ phí")) == Sent()
    told = telegram.user.messages(AN)
    assert len(told) == 3
    assert ["reply_markup" in message for message in told] == [False, False, True]
    assert "\n".join(message["text"] for message in told).split() == text.split()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (flood(7), RetryLater("RetryAfter: Flood control exceeded. Retry in 0:00:07", 7.0)),
        (broken(500), RetryLater("NetworkError: Internal Server Error")),
        (broken(502), RetryLater("NetworkError: Bad Gateway")),
        (Fault(ApiError(401)), RetryLater("InvalidToken: Unauthorized")),
        (blocked(), Unreachable("Forbidden: Forbidden: bot was blocked by the user")),
        (Fault(ApiError(403, "user is deactivated")), Unreachable("Forbidden: Forbidden: user is deactivated")),
        (Fault(bad_request("chat not found")), Unreachable("BadRequest: Chat not found")),
        (Fault(bad_request("BUTTON_DATA_INVALID")), Refused("BadRequest: Button_data_invalid")),
    ],
)
async def test_every_failure_has_its_type(
    channel: TelegramChannel, telegram: TelegramEmulator, fault: Fault, expected: Any
) -> None:
    telegram.faults.order(fault, method="sendmessage")
    assert await channel.send(str(AN), 1, words("Dạ")) == expected
    assert telegram.user.messages(AN) == []


async def test_nobody_answering_is_tried_later(make: Make) -> None:
    result = await make(url="http://127.0.0.1:9").send(str(AN), 1, words("Dạ"))
    assert isinstance(result, RetryLater)


async def test_someone_who_never_wrote_cannot_be_reached(channel: TelegramChannel, telegram: TelegramEmulator) -> None:
    telegram.state.chat(5005)
    assert isinstance(await channel.send("5005", 1, words("Dạ")), Unreachable)
    assert isinstance(await channel.send("5006", 1, words("Dạ")), Unreachable)


async def test_a_message_without_words_is_refused(channel: TelegramChannel) -> None:
    assert isinstance(await channel.send(str(AN), 1, words(" ")), Refused)


async def test_refused_html_is_said_in_plain_words(channel: TelegramChannel, telegram: TelegramEmulator) -> None:
    fault = Fault(bad_request("can't parse entities: Unsupported start tag"))
    telegram.faults.order(fault, method="sendmessage")
    assert await channel.send(str(AN), 3, words("1 < 2 & 3", "Lệ phí")) == Sent()
    (message,) = telegram.user.messages(AN)
    assert message["text"] == "1 < 2 & 3"
    assert telegram.user.buttons(AN) == ["Lệ phí"]


async def test_a_retry_goes_on_where_the_parts_stopped(channel: TelegramChannel, telegram: TelegramEmulator) -> None:
    long = words("\n".join(f"dòng {n} {'x' * 90}" for n in range(100)), "Lệ phí")
    telegram.faults.order(flood(1), method="sendmessage", skip=1)
    telegram.faults.order(broken(500), method="sendmessage", skip=1)
    assert isinstance(await channel.send(str(AN), 9, long), RetryLater)
    assert isinstance(await channel.send(str(AN), 9, long), RetryLater)
    assert len(telegram.user.texts(AN)) == 2
    assert await channel.send(str(AN), 9, long) == Sent()
    lines = [line.split()[1] for text in telegram.user.texts(AN) for line in text.split("\n")]
    assert lines == [str(n) for n in range(100)]


class Echo:
    """Instead of the engine: answers everything in the order it came, as the worker would."""

    def __init__(self, mailroom: Mailroom) -> None:
        self._mailroom = mailroom
        self._answered = 0

    def answer_new(self) -> None:
        rows = inbox(self._mailroom.database)
        for row in rows[self._answered :]:
            chat = str(4001 + int(row.text) % 5)
            say(self._mailroom, chat, words(f"dạ {row.text}"))
        self._answered = len(rows)


async def test_answers_come_back_once_and_in_order_through_all_troubles(
    telegram: TelegramEmulator, mailroom: Mailroom, make: Make
) -> None:
    for number in range(40):
        telegram.user.send_text(4001 + number % 5, str(number))
    for fault in (broken(502), flood(3), Fault(ApiError(409, "terminated by other getUpdates request"))):
        telegram.faults.order(fault, method="getupdates")
    telegram.faults.order(broken(500), times=3, method="sendmessage")
    telegram.faults.order(flood(2), times=2, method="sendmessage")
    channel = make()
    await channel.start()
    sending = asyncio.create_task(Sender(mailroom, {"telegram": channel}, pause=Pauses()).run())
    echo = Echo(mailroom)

    def all_answered() -> bool:
        echo.answer_new()
        mailroom.clock.advance(seconds=1)  # type: ignore[attr-defined]
        return sum(len(telegram.user.messages(4001 + n)) for n in range(5)) >= 40

    await until(all_answered, 15)
    await ended(sending)
    for n in range(5):
        assert telegram.user.texts(4001 + n) == [f"dạ {number}" for number in range(n, 40, 5)]


async def test_an_answer_to_whoever_blocked_us_is_marked_undelivered(
    telegram: TelegramEmulator, mailroom: Mailroom, channel: TelegramChannel
) -> None:
    ticket = make_ticket(mailroom, str(AN))
    telegram.state.chat(AN).blocked = True
    (only,) = say(mailroom, str(AN), words("Dạ, xin trả lời"), ticket_id=ticket)
    sending = asyncio.create_task(Sender(mailroom, {"telegram": channel}).run())
    await until(lambda: row_of(mailroom.database, only).state == "failed")
    await ended(sending)
    assert "blocked" in (row_of(mailroom.database, only).failure or "")
