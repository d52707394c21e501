"""What we say in Zalo arrives whole and within its limits, and each way of failing is told by its type."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any

import pytest

from bot.channels.base import Refused, RetryLater, SendResult, Sent, Unreachable
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo.outcomes import VERDICTS, Verdict
from bot.messages import BulletList, FileLine, LinkLine, Message, Option, Paragraph
from bot.sender import Sender
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.replies import Meta
from knowledge_base.vocabulary import Outcome
from tests.bot.channels.zalo.conftest import AN, BINH, Make, Office, heard
from tests.bot.pushing import Pauses, ended, row_of, until, words
from tests.conftest import FrozenClock
from tests.emulators.zalo import Fault, ZaloEmulator

LONG = "\n".join(f"Bước {n}: {'nộp hồ sơ ' * 8}" for n in range(60))


async def test_a_reply_has_its_numbers_in_the_text_and_buttons_too(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    reply = Message(
        blocks=[
            Paragraph(text="Dạ, lệ phí là 10.000 đồng ạ."),
            BulletList(title="Hồ sơ", items=["Tờ khai"]),
            LinkLine(label="Nộp trực tuyến", url="https://dichvucong.gov.vn/a"),
            FileLine(label="Mẫu tờ khai", url="https://hoi.example/mau.docx"),
        ],
        choices=[Option(label="Lệ phí", payload="/fee"), Option(label="Gặp cán bộ", payload="#handover")],
        meta=Meta(outcome=Outcome.ANSWERED),
    )
    assert await channel.send(AN, 17, reply) == Sent()
    assert zalo.user.texts(AN) == [
        "Dạ, lệ phí là 10.000 đồng ạ.\n\nHồ sơ\n• Tờ khai\n\nNộp trực tuyến: https://dichvucong.gov.vn/a\n\n"
        "Mẫu tờ khai: https://hoi.example/mau.docx\n\n1. Lệ phí\n2. Gặp cán bộ"
    ]
    assert zalo.user.buttons(AN) == ["Lệ phí", "Gặp cán bộ"]


async def test_a_press_arrives_as_the_options_own_words(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    long = "Đăng ký khai sinh cho trẻ em có yếu tố nước ngoài tại khu vực biên giới theo thủ tục rút gọn của xã, phường"
    await channel.send(AN, 1, words("Dạ", "Lệ phí", long))
    titles = zalo.user.buttons(AN)
    assert len(titles[1]) <= 100
    assert titles[1].endswith("…")
    assert zalo.user.press(AN, titles[1])["message"]["text"] == long


async def test_only_five_options_are_buttons_but_all_are_numbered(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    assert await channel.send(AN, 1, words("Dạ", *(f"Lựa chọn {n}" for n in range(1, 9)))) == Sent()
    assert len(zalo.user.buttons(AN)) == 5
    assert "8. Lựa chọn 8" in zalo.user.texts(AN)[0]


@pytest.mark.parametrize("error", [-201, -233])
async def test_refused_buttons_are_left_out(channel: ZaloChannel, zalo: ZaloEmulator, error: int) -> None:
    zalo.faults.order(Fault(error), call="cs")
    assert await channel.send(AN, 1, words("Dạ", "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == ["Dạ\n\n1. Lệ phí"]
    assert zalo.user.buttons(AN) == []


async def test_a_zalo_without_buttons_gets_plain_words(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    zalo.state.takes_buttons = False
    assert await channel.send(AN, 1, words("Dạ", "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == ["Dạ\n\n1. Lệ phí"]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        unicodedata.normalize("NFD", LONG),
        "👍🏽" * 1990,
        "ế" * 2000,
        unicodedata.normalize("NFD", "ế") * 2001,
        "x" * 6001,
    ],
    ids=["long", "nfd", "emoji", "exact", "one more, nfd", "one word"],
)
async def test_long_texts_come_in_parts_that_zalo_takes(channel: ZaloChannel, zalo: ZaloEmulator, text: str) -> None:
    assert await channel.send(AN, 1, words(text, "Lệ phí")) == Sent()
    told = zalo.user.texts(AN)
    assert all(len(part.encode("utf-16-le")) // 2 <= 2000 for part in told)
    assert all(unicodedata.is_normalized("NFC", part) for part in told)
    whole = "".join(told).removesuffix("1. Lệ phí")
    assert "".join(whole.split()) == "".join(unicodedata.normalize("NFC", text).split())
    assert [bool(message["buttons"]) for message in zalo.state.person(AN).messages][-1]


async def test_decomposed_words_are_composed_before_they_are_counted(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    assert await channel.send(AN, 1, words(unicodedata.normalize("NFD", "ế" * 2000))) == Sent()
    assert len(zalo.user.texts(AN)) == 1


OUTCOMES: list[tuple[Fault, type[Any]]] = [
    (Fault(-32), RetryLater),
    (Fault(-201), Refused),
    (Fault(-204), Refused),
    (Fault(-210), Refused),
    (Fault(-211), Refused),
    (Fault(-212), Refused),
    (Fault(-224), Refused),
    (Fault(-320), Refused),
    (Fault(-99999), Refused),
    *((Fault(error), Unreachable) for error in (-213, -217, -227, -230, -232, -234, -244)),
    (Fault(status=500), RetryLater),
    (Fault(status=502), RetryLater),
    (Fault(status=200), RetryLater),
]


@pytest.mark.parametrize(("fault", "expected"), OUTCOMES)
async def test_every_failure_has_its_type(
    channel: ZaloChannel, zalo: ZaloEmulator, fault: Fault, expected: type[Any]
) -> None:
    zalo.faults.order(fault, call="cs")
    assert isinstance(await channel.send(AN, 1, words("Dạ")), expected)
    assert zalo.user.texts(AN) == []


def test_the_table_says_what_the_sources_say() -> None:
    unreachable = {error for error, verdict in VERDICTS.items() if verdict is Verdict.UNREACHABLE}
    assert unreachable == {-213, -217, -227, -230, -232, -234, -244}
    assert {error for error, verdict in VERDICTS.items() if verdict is Verdict.RENEW} == {-124, -216, -220}


async def test_nobody_answering_is_tried_later(make: Make, zalo: ZaloEmulator, office: Office) -> None:
    heard(zalo, office, AN)
    channel = await make(ZALO_API_URL="http://127.0.0.1:9")
    assert isinstance(await channel.send(AN, 1, words("Dạ")), RetryLater)


async def test_a_message_without_words_is_refused(channel: ZaloChannel) -> None:
    assert isinstance(await channel.send(AN, 1, words(" ")), Refused)


async def test_a_burst_is_tried_later(channel: ZaloChannel, zalo: ZaloEmulator, clock: FrozenClock) -> None:
    zalo.state.per_minute = 2
    results = [await channel.send(AN, n, words("Dạ")) for n in range(3)]
    assert results[:2] == [Sent(), Sent()]
    assert isinstance(results[2], RetryLater)
    clock.advance(seconds=61)
    assert await channel.send(AN, 3, words("Dạ")) == Sent()


async def test_a_retry_goes_on_where_the_parts_stopped(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    zalo.faults.order(Fault(-32), call="cs", skip=1)
    zalo.faults.order(Fault(status=500), call="cs", skip=1)
    results = [await channel.send(AN, 9, words(LONG, "Lệ phí")) for _ in range(3)]
    assert [type(result) for result in results] == [RetryLater, RetryLater, Sent]
    assert "".join("".join(zalo.user.texts(AN)).split()) == "".join(f"{LONG} 1. Lệ phí".split())


async def test_someone_without_an_account_is_answered_in_their_conversation(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office
) -> None:
    zalo.user.send_anonymous("555", "777", "chào")
    _wrote(office, "anonymous.555.777")
    assert await channel.send("anonymous.555.777", 1, words("Dạ", "Lệ phí")) == Sent()
    assert zalo.user.texts("555/777") == ["Dạ\n\n1. Lệ phí"]


@pytest.mark.parametrize(
    ("hours", "more", "expected", "billed"),
    [
        (48, {}, Sent(), 0),
        (49, {}, Sent(), 1),
        (168, {}, Sent(), 1),
        (169, {}, Unreachable("window closed: 7 days"), 0),
        (
            49,
            {"ZALO_BILLED_MESSAGES": False},
            Unreachable("window closed: 48 hours, billed messages are not allowed"),
            0,
        ),
    ],
)
async def test_the_window_decides(
    make: Make,
    zalo: ZaloEmulator,
    office: Office,
    clock: FrozenClock,
    hours: int,
    more: dict[str, Any],
    expected: SendResult,
    billed: int,
) -> None:
    heard(zalo, office, AN)
    channel = await make(**more)
    clock.advance(hours=hours)
    zalo.state.access_until = clock() + zalo.state.access_until.resolution
    assert await channel.send(AN, 1, words("Dạ")) == expected
    assert zalo.state.billed == billed
    assert ("cs" in zalo.calls) is (expected == Sent())


async def test_nobody_who_never_wrote_is_written_to(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    zalo.user.follow(BINH)
    assert isinstance(await channel.send(BINH, 1, words("Dạ")), Unreachable)
    assert zalo.calls == []


async def test_after_the_window_a_template_tells_of_the_ticket(
    make: Make, zalo: ZaloEmulator, office: Office, clock: FrozenClock
) -> None:
    heard(zalo, office, AN)
    channel = await make(ZALO_TEMPLATE_ID="4711", THANTHIEN_PUBLIC_URL="https://hoi.example")
    clock.advance(days=8)
    zalo.state.access_until = clock() + zalo.state.access_until.resolution
    answer = words("Dạ, đã xong ạ").model_copy(update={"kind": "officer", "ticket": "TT-2026-000001"})
    assert isinstance(await channel.send(AN, 1, words("Dạ")), Unreachable)
    assert await channel.send(AN, 2, answer) == Sent()
    sent = {"ticket": "TT-2026-000001", "address": "https://hoi.example"}
    assert zalo.state.person(AN).templates == [{"template_id": "4711", "data": sent}]
    assert zalo.user.texts(AN) == []


async def test_a_closed_window_marks_the_ticket_undelivered(
    channel: ZaloChannel, office: Office, clock: FrozenClock, pauses: Pauses
) -> None:
    ticket = office.ticket()
    clock.advance(days=7, minutes=1)
    (outbox_id,) = office.say(AN, words("Dạ, đã xong ạ"), ticket_id=ticket)
    sending = asyncio.create_task(Sender(office.mailroom, {"zalo": channel}, pause=pauses).run())
    await until(lambda: _state(office, outbox_id) == "failed")
    await ended(sending)
    assert office.events()[-1] == ("undelivered", "window closed: 7 days")
    assert office.conversation().unreachable


async def test_a_sender_delivers_and_the_ticket_is_told(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office, pauses: Pauses
) -> None:
    ticket = office.ticket()
    ids = office.say(AN, words("một"), words("hai"), ticket_id=ticket)
    sending = asyncio.create_task(Sender(office.mailroom, {"zalo": channel}, pause=pauses).run())
    await until(lambda: _state(office, ids[-1]) == "sent")
    await ended(sending)
    assert zalo.user.texts(AN) == ["một", "hai"]
    assert [kind for kind, _ in office.events()] == ["opened", "delivered", "delivered"]


def _state(office: Office, outbox_id: int) -> str:
    return row_of(office.database, outbox_id).state


def _wrote(office: Office, key: str) -> None:
    with office.database.transaction() as session:
        receive(session, Incoming("zalo", "m", key, IncomingKind.TEXT, "chào"), office.mailroom.clock())
