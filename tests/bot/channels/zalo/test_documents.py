"""A form goes out in Zalo as an uploaded file; its token is used again; where Zalo refuses, the link goes."""

from __future__ import annotations

import pytest

from bot.channels.base import RetryLater, Sent, Unreachable
from bot.channels.zalo import ZaloChannel
from tests.bot.channels.files import CONTENT, LABEL, URL, with_form
from tests.bot.channels.zalo.conftest import AN, BINH, Make, Office, heard
from tests.conftest import FrozenClock
from tests.emulators.zalo import Fault, ZaloEmulator

WORDS = f"Dạ, em gửi mẫu:\n\n{LABEL}\n\nCăn cứ: Luật Hộ tịch\n\n1. Lệ phí"
AS_LINK = f"{LABEL}: {URL}"
FILE = [("to-khai.pdf", CONTENT)]


async def test_words_with_buttons_then_the_file(channel: ZaloChannel, zalo: ZaloEmulator, office: Office) -> None:
    assert await channel.send(AN, 1, with_form(office.database, "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == [WORDS]
    assert zalo.user.files(AN) == FILE
    first, second = zalo.state.person(AN).messages
    assert [button["title"] for button in first["buttons"]] == ["Lệ phí"]
    assert "file" in second


async def test_one_upload_serves_everybody_for_six_days(
    make: Make, zalo: ZaloEmulator, office: Office, clock: FrozenClock
) -> None:
    heard(zalo, office, AN, BINH)
    message = with_form(office.database)
    assert await (await make()).send(AN, 1, message) == Sent()
    assert await (await make()).send(BINH, 2, message) == Sent()  # another process
    assert zalo.state.uploads == 1
    clock.advance(days=6, minutes=1)
    assert await (await make()).send(AN, 3, message) == Sent()
    assert zalo.state.uploads == 2


async def test_an_old_token_is_replaced(channel: ZaloChannel, zalo: ZaloEmulator, office: Office) -> None:
    message = with_form(office.database)
    await channel.send(AN, 1, message)
    zalo.faults.order(Fault(-100), call="cs", skip=1)
    assert await channel.send(AN, 2, message) == Sent()
    assert zalo.state.uploads == 2
    assert zalo.user.files(AN) == FILE * 2


async def test_a_token_that_is_always_too_old_becomes_a_link(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office
) -> None:
    zalo.faults.order(Fault(-100), times=2, call="cs", skip=1)
    assert await channel.send(AN, 1, with_form(office.database, "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == [WORDS, AS_LINK]
    assert zalo.user.files(AN) == []


@pytest.mark.parametrize("error", [-201, -233, -210, -211, -99999])
async def test_any_other_refusal_of_the_file_becomes_a_link(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office, error: int
) -> None:
    zalo.faults.order(Fault(error), call="cs", skip=1)
    assert await channel.send(AN, 1, with_form(office.database, "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == [WORDS, AS_LINK]


@pytest.mark.parametrize("fault", [Fault(-201), Fault(-32), Fault(-212), Fault(status=502)])
async def test_what_cannot_be_uploaded_becomes_a_link(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office, fault: Fault
) -> None:
    zalo.faults.order(fault, call="file")
    assert await channel.send(AN, 1, with_form(office.database, "Lệ phí")) == Sent()
    assert zalo.user.texts(AN) == [WORDS, AS_LINK]


async def test_with_no_uploads_left_this_month_the_link_goes(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office
) -> None:
    zalo.state.uploads_left = 0
    assert await channel.send(AN, 1, with_form(office.database, "Lệ phí")) == Sent()
    assert zalo.user.texts(AN)[-1] == AS_LINK


async def test_a_retry_goes_on_with_the_file(channel: ZaloChannel, zalo: ZaloEmulator, office: Office) -> None:
    message = with_form(office.database, "Lệ phí")
    zalo.faults.order(Fault(-32), call="cs", skip=1)
    assert isinstance(await channel.send(AN, 1, message), RetryLater)
    assert await channel.send(AN, 1, message) == Sent()
    assert (zalo.user.texts(AN), zalo.user.files(AN)) == ([WORDS], FILE)
    assert zalo.state.uploads == 1


async def test_a_zalo_that_does_not_answer_gets_the_link_after_two_tries(
    channel: ZaloChannel, zalo: ZaloEmulator, office: Office
) -> None:
    message = with_form(office.database, "Lệ phí")
    zalo.faults.order(Fault(status=500), times=2, call="cs", skip=1)
    for _ in range(2):
        assert isinstance(await channel.send(AN, 1, message), RetryLater)
    assert await channel.send(AN, 1, message) == Sent()
    assert zalo.user.texts(AN) == [WORDS, AS_LINK]


async def test_a_token_refused_in_between_is_renewed(channel: ZaloChannel, zalo: ZaloEmulator, office: Office) -> None:
    zalo.faults.order(Fault(-220), call="file")
    assert await channel.send(AN, 1, with_form(office.database)) == Sent()
    assert zalo.user.files(AN) == FILE


async def test_who_left_gets_no_link_either(channel: ZaloChannel, zalo: ZaloEmulator, office: Office) -> None:
    zalo.faults.order(Fault(-213), call="cs", skip=1)
    assert isinstance(await channel.send(AN, 1, with_form(office.database, "Lệ phí")), Unreachable)
    assert zalo.user.texts(AN) == [WORDS]


async def test_somebody_without_an_account_gets_the_link(make: Make, zalo: ZaloEmulator, office: Office) -> None:
    zalo.user.send_anonymous("a1", "c1", "chào")
    heard(zalo, office, "anonymous.a1.c1")
    zalo.state.person("a1/c1").last_interaction = office.mailroom.clock()
    assert await (await make()).send("anonymous.a1.c1", 1, with_form(office.database)) == Sent()
    assert AS_LINK in zalo.user.texts("a1/c1")[0]
    assert zalo.state.uploads == 0
