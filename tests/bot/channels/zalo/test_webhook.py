"""Zalo's events: forged, old or foreign ones leave no trace; true ones are kept once and acknowledged at once."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.zalo import webhook
from bot.mailroom import Mailroom
from knowledge_base.database import Database
from knowledge_base.zalo import receiving
from tests.bot.channels.zalo.conftest import AN, BINH, Office, Serve, statuses
from tests.bot.pushing import TroubledDatabase
from tests.conftest import FrozenClock
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.delivery import encoded
from tests.emulators.zalo.signing import RIGHT, WRONG, Way

type Event = dict[str, Any]


def text_of(zalo: ZaloEmulator, text: str = "làm khai sinh cần gì", user: str = AN) -> Event:
    """An event not yet delivered."""
    url, zalo.webhook.url = zalo.webhook.url, ""
    event = zalo.user.send_text(user, text)
    zalo.webhook.url = url
    return event


async def post(zalo: ZaloEmulator, event: Event, way: Way = Way.RIGHT, retry: int = 0, **more: Any) -> int:
    """Deliver once."""
    return await zalo.webhook.post(encoded(event), str(event.get("timestamp", "")), way, retry, **more)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("way", RIGHT)
async def test_a_signed_event_is_kept(zalo: ZaloEmulator, office: Office, way: Way) -> None:
    assert await post(zalo, text_of(zalo), way) == 200
    assert office.inbox() == [("text", "làm khai sinh cần gì")]


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("way", WRONG)
async def test_every_forged_kind_is_refused_without_a_trace(zalo: ZaloEmulator, office: Office, way: Way) -> None:
    before = office.everything()
    assert await post(zalo, text_of(zalo), way) == 401
    assert await post(zalo, text_of(zalo), way, retry=1) == 401
    assert office.everything() == before


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    "change",
    [
        {"app_id": "1"},
        {"app_id": None},
        {"recipient": {"id": BINH}},
        {"recipient": {}},
        {"timestamp": "soon"},
        {"timestamp": ""},
        {"timestamp": "-1795485600000"},
        {"timestamp": {"$gt": ""}},
    ],
)
async def test_a_signed_event_that_is_not_for_us_is_refused(zalo: ZaloEmulator, office: Office, change: Event) -> None:
    before = office.everything()
    assert await post(zalo, text_of(zalo) | change) == 401
    assert office.everything() == before


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("name", ["follow", "unfollow", "user_withdraw", "oa_send_text", "user_click_chatnow"])
async def test_events_of_another_account_are_refused(zalo: ZaloEmulator, office: Office, name: str) -> None:
    event = text_of(zalo) | {"event_name": name, "oa_id": BINH, "sender": {"id": BINH}, "user_id": AN}
    before = office.everything()
    assert await post(zalo, event) == 401
    assert office.everything() == before


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("age", "retry", "status"),
    [
        (timedelta(minutes=4, seconds=59), 0, 200),
        (timedelta(minutes=5, seconds=1), 0, 401),
        (timedelta(minutes=-4, seconds=-59), 0, 200),
        (timedelta(minutes=-5, seconds=-1), 0, 401),
        (timedelta(minutes=-5, seconds=-1), 1, 401),
        (timedelta(minutes=6), 1, 200),
        (timedelta(minutes=111), 5, 200),
        (timedelta(minutes=121), 5, 401),
        (timedelta(minutes=6), 6, 401),
    ],
)
async def test_an_old_event_comes_only_as_a_repetition(
    zalo: ZaloEmulator, office: Office, clock: FrozenClock, age: timedelta, retry: int, status: int
) -> None:
    event = text_of(zalo)
    clock.at += age
    assert await post(zalo, event, retry=retry) == status
    assert len(office.inbox()) == (status == 200)


@pytest.mark.usefixtures("served")
async def test_the_timestamp_that_was_signed_counts(zalo: ZaloEmulator, office: Office, clock: FrozenClock) -> None:
    event = text_of(zalo)
    clock.advance(minutes=6)
    now = str(int(clock().timestamp() * 1000))
    assert await post(zalo, event, Way.WITH_HEADER) == 401
    assert await post(zalo, event, headers={"X-ZEvent-Timestamp": now}) == 401
    assert office.inbox() == []


@pytest.mark.usefixtures("served")
async def test_registering_the_address_is_answered_and_nothing_else(zalo: ZaloEmulator, office: Office) -> None:
    before = office.everything()
    assert await zalo.webhook.post(b"{}", "", Way.NONE) == 200
    assert await zalo.webhook.post(b"{}", "", Way.WRONG) == 401
    assert await zalo.webhook.post(b'{"event_name":"follow"}', "", Way.NONE) == 401
    assert office.everything() == before


@pytest.mark.usefixtures("served")
async def test_a_copy_played_again_changes_nothing(zalo: ZaloEmulator, office: Office, clock: FrozenClock) -> None:
    events = [text_of(zalo)]
    zalo.webhook.url, url = "", zalo.webhook.url
    events += [zalo.user.unfollow(AN), zalo.user.withdraw(AN), zalo.user.officer_writes(AN, "chào bác")]
    zalo.webhook.url = url
    for event in events:
        assert await post(zalo, event) == 200
    await post(zalo, text_of(zalo, "tiếp tục"))
    clock.advance(minutes=30)
    before = office.everything()
    for event in events * 2:
        assert await post(zalo, event, retry=4) == 200
        assert await post(zalo, event) == 401
    assert office.everything() == before
    assert office.conversation().withdrawn_at is None


@pytest.mark.usefixtures("served")
async def test_ten_deliveries_at_once_are_one_row(zalo: ZaloEmulator, office: Office) -> None:
    event, without_id = text_of(zalo), text_of(zalo, "không có số", BINH)
    del without_id["message"]["msg_id"]
    answers = await asyncio.gather(*(post(zalo, event, retry=n % 6) for n in range(10)))
    answers += await asyncio.gather(*(post(zalo, without_id) for _ in range(10)))
    assert set(answers) == {200}
    assert sorted(office.inbox()) == [("text", "không có số"), ("text", "làm khai sinh cần gì")]


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"\xff"',
        b'{"timestamp":"\\ud800"}',
        pytest.param(b"[" * 60_000, id="deep"),
        pytest.param(b'{"timestamp":' + b"[" * 950 + b"]" * 950 + b"}", id="deep timestamp"),
        pytest.param(b'{"timestamp":' + b"9" * 6000 + b"}", id="long number"),
        b"\x00" * 9,
    ],
)
async def test_rubbish_is_refused(zalo: ZaloEmulator, office: Office, body: bytes) -> None:
    before = office.everything()
    assert await zalo.webhook.post(body, "1795485600000") == 401
    assert office.everything() == before


@pytest.mark.usefixtures("served")
async def test_a_body_too_large_is_refused_before_it_is_read(zalo: ZaloEmulator, office: Office) -> None:
    event = text_of(zalo, "x" * 65_536)
    assert await post(zalo, event) == 413

    async def pieces() -> Any:
        for _ in range(100):
            yield b"x" * 1000

    async with aiohttp.ClientSession() as http, http.post(zalo.webhook.url, data=pieces()) as response:
        assert response.status == 413
    assert office.inbox() == []


@pytest.mark.usefixtures("served")
async def test_what_we_do_not_know_is_acknowledged(zalo: ZaloEmulator, office: Office) -> None:
    seen = zalo.user.see(AN, "1")
    await zalo.webhook.idle()
    before = office.everything()
    for name in ("user_received_message", "user_reacted_message", "user_send_telepathy", "oa_send_list", "", "x" * 500):
        assert await post(zalo, seen | {"event_name": name, "sender": {"id": zalo.state.oa_id}} | _to_us(zalo)) == 200
    odd: list[Event] = [{"message": None}, {"message": []}, {"sender": None}, {"sender": {"id": "../../x"}}]
    for change in odd:
        assert await post(zalo, text_of(zalo) | change) == 200
    assert [row for row in office.everything()["inbox"] if row[5]] == []
    assert before["conversations"] == []


def _to_us(zalo: ZaloEmulator) -> Event:
    return {"recipient": {"id": zalo.state.oa_id}}


async def test_trouble_with_the_database_makes_zalo_come_again(
    zalo: ZaloEmulator, serve: Serve, database: Database, clock: FrozenClock, office: Office
) -> None:
    troubled = TroubledDatabase(database)
    await serve(Mailroom(troubled, clock))
    troubled.refusing = 2
    with capture_logs():
        zalo.user.send_text(AN, "chào")
        await zalo.webhook.idle()
    assert statuses(zalo) == [503, 503, 200]
    assert [attempt.retry for attempt in zalo.webhook.attempts] == [0, 1, 2]
    assert office.inbox() == [("text", "chào")]


@pytest.mark.usefixtures("served")
async def test_a_database_that_hangs_is_not_waited_for(
    zalo: ZaloEmulator, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 0.2)
    real = receiving.write_down

    def slow(*args: Any) -> bool:
        time.sleep(0.6)
        return real(*args)

    monkeypatch.setattr(webhook, "write_down", slow)
    event = text_of(zalo)
    with capture_logs():
        assert await post(zalo, event) == 503
    assert zalo.webhook.attempts[-1].seconds < 0.5
    await asyncio.sleep(0.6)
    monkeypatch.setattr(webhook, "write_down", real)
    assert await post(zalo, event, retry=1) == 200
    assert office.inbox() == [("text", "làm khai sinh cần gì")]


async def test_without_an_account_there_is_no_webhook(zalo: ZaloEmulator, serve: Serve) -> None:
    await serve(ZALO_OA_ID="")
    assert await post(zalo, text_of(zalo)) == 404


@pytest.mark.parametrize(
    ("more", "status"),
    [({"ZALO_ACCEPT_APP_SECRET": True}, 200), ({"ZALO_OA_SECRET": ""}, 200), ({}, 401)],
)
async def test_the_app_secret_signs_only_when_allowed(
    zalo: ZaloEmulator, serve: Serve, more: dict[str, object], status: int
) -> None:
    await serve(**more)
    with capture_logs() as logs:
        assert await post(zalo, text_of(zalo), Way.APP_SECRET) == status
    told = json.dumps(logs)
    assert "app_secret" in told
    assert zalo.state.app_secret not in told
    assert zalo.state.oa_secret not in told


@pytest.mark.usefixtures("served")
async def test_it_is_logged_once_which_secret_signed(zalo: ZaloEmulator) -> None:
    with capture_logs() as logs:
        await post(zalo, text_of(zalo))
        await post(zalo, text_of(zalo))
        await post(zalo, text_of(zalo), Way.OA_ID_FIRST)
    assert [(log["event"], log.get("secret") or log.get("reason")) for log in logs] == [
        ("zalo_webhook_signed", "oa_secret"),
        ("zalo_webhook_refused", "signed with oa_secret_after_oa_id"),
    ]
