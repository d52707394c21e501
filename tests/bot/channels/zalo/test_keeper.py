"""The tokens: renewed early and by one only, stored before they are used, an alarm when it fails, never shown."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.base import RetryLater, Sent
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.keeper import NoTokenError, TokenKeeper
from bot.mailroom import Mailroom
from knowledge_base.database import Database
from knowledge_base.zalo.models import ZaloTokens
from knowledge_base.zalo.tokens import Pair, claim_refresh, connect, held, renewed
from tests.bot.channels.zalo.conftest import AN, Make, Office, connected, heard, settings_for
from tests.bot.pushing import Pauses, TroubledDatabase, words
from tests.conftest import FrozenClock
from tests.emulators.zalo import Fault, ZaloEmulator

PAIR = Pair("access", "refresh", timedelta(hours=25))


def stored(database: Database) -> ZaloTokens:
    with database.reading() as session:
        return session.query(ZaloTokens).one()


@pytest.fixture
async def http() -> Any:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def keeper(
    zalo: ZaloEmulator,
    mailroom: Mailroom,
    clock: FrozenClock,
    http: aiohttp.ClientSession,
    pauses: Pauses,
    tmp_path: Path,
) -> TokenKeeper:
    connected(mailroom.database, zalo.state, clock)
    return another(zalo, mailroom, http, pauses, tmp_path)


def another(
    zalo: ZaloEmulator, mailroom: Mailroom, http: aiohttp.ClientSession, pauses: Pauses, var: Path
) -> TokenKeeper:
    """A keeper as a second process has it."""
    api = ZaloApi(http, settings_for(zalo.state, zalo.url, var))
    return TokenKeeper(api, mailroom, zalo.state.oa_id, pause=pauses)


async def test_tokens_are_renewed_after_twenty_hours(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database, clock: FrozenClock
) -> None:
    first = zalo.state.access
    clock.advance(hours=19, minutes=59)
    await keeper.look()
    assert zalo.state.renewals == 0
    clock.advance(minutes=1)
    await keeper.look()
    await keeper.look()
    assert zalo.state.renewals == 1
    row = stored(database)
    assert (row.access_token, row.refresh_token) == (zalo.state.access, zalo.state.refresh)
    assert row.previous_access_token == first
    assert row.expires_at - clock() == timedelta(hours=25)


@pytest.mark.parametrize("error", [-216, -220, -124])
async def test_a_token_refused_in_the_middle_is_renewed_once(
    make: Make, zalo: ZaloEmulator, office: Office, error: int
) -> None:
    heard(zalo, office, AN)
    channel = await make()
    zalo.faults.order(Fault(error), call="cs", skip=1)
    text = "\n".join("x" * 99 for _ in range(50))
    assert await channel.send(AN, 1, words(text)) == Sent()
    assert zalo.state.renewals == 1
    assert "".join("".join(zalo.user.texts(AN)).split()) == "".join(text.split())


async def test_a_token_refused_twice_is_tried_later(channel: ZaloChannel, zalo: ZaloEmulator) -> None:
    zalo.faults.order(Fault(-216), times=2, call="cs")
    assert isinstance(await channel.send(AN, 1, words("Dạ")), RetryLater)
    assert zalo.state.renewals == 1
    assert await channel.send(AN, 1, words("Dạ")) == Sent()


async def test_many_processes_renew_once(
    keeper: TokenKeeper,
    zalo: ZaloEmulator,
    mailroom: Mailroom,
    http: aiohttp.ClientSession,
    pauses: Pauses,
    tmp_path: Path,
) -> None:
    stale = zalo.state.access
    keepers = [keeper, *(another(zalo, mailroom, http, pauses, tmp_path) for _ in range(4))]
    fresh = await asyncio.gather(*(one.after_refusal(stale) for one in keepers for _ in range(4)))
    assert set(fresh) == {zalo.state.access}
    assert zalo.state.renewals == 1
    assert zalo.calls.count("access_token") == 1


async def test_threads_that_claim_at_once_get_one_claim(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database, clock: FrozenClock
) -> None:
    def claim(owner: int) -> str | None:
        with database.transaction() as session:
            return claim_refresh(session, zalo.state.oa_id, zalo.state.access, str(owner), clock())

    claims = await asyncio.gather(*(asyncio.to_thread(claim, owner) for owner in range(8)))
    assert [claimed for claimed in claims if claimed] == [zalo.state.refresh]


async def test_whoever_stops_waiting_does_not_lose_the_tokens(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database
) -> None:
    stale = zalo.state.access
    sending = asyncio.create_task(keeper.after_refusal(stale))
    while not zalo.calls:
        await asyncio.sleep(0)
    sending.cancel()
    await keeper.finish()
    assert zalo.state.renewals == 1
    assert stored(database).access_token == zalo.state.access != stale


async def test_new_tokens_are_stored_however_long_it_takes(
    zalo: ZaloEmulator,
    database: Database,
    clock: FrozenClock,
    http: aiohttp.ClientSession,
    pauses: Pauses,
    tmp_path: Path,
) -> None:
    connected(database, zalo.state, clock)
    troubled = TroubledDatabase(database)
    keeper = another(zalo, Mailroom(troubled, clock), http, pauses, tmp_path)
    stale = zalo.state.access
    answered, renew = asyncio.Event(), keeper._api.renew

    async def renewing(refresh_token: str) -> Pair:
        pair = await renew(refresh_token)
        troubled.refusing = 3
        answered.set()
        return pair

    keeper._api.renew = renewing  # type: ignore[method-assign]
    with capture_logs() as logs:
        assert await keeper.after_refusal(stale) == zalo.state.access
    assert answered.is_set()
    assert [log["event"] for log in logs].count("zalo_tokens_unwritten") == 3


async def test_a_failed_renewal_is_an_alarm_and_is_tried_again_later(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database, clock: FrozenClock
) -> None:
    zalo.faults.order(Fault(status=502), times=2, call="access_token")
    stale = zalo.state.access
    with capture_logs() as logs:
        for _ in range(5):
            with pytest.raises(NoTokenError):
                await keeper.after_refusal(stale)
        clock.advance(seconds=37)
        with pytest.raises(NoTokenError):
            await keeper.after_refusal(stale)
    alarms = [log for log in logs if log.get("alarm")]
    assert [(log["reason"], log["failures"]) for log in alarms] == [
        ("ZaloDownError: HTTP 502", 1),
        ("ZaloDownError: HTTP 502", 2),
    ]
    assert stored(database).failures == 2
    clock.advance(seconds=73)
    assert await keeper.after_refusal(stale) == zalo.state.access
    assert stored(database).failures == 0


async def test_a_lost_answer_is_an_alarm_that_says_what_to_do(
    keeper: TokenKeeper, zalo: ZaloEmulator, clock: FrozenClock
) -> None:
    """The pair was handed out but never reached us: only a person's consent helps."""
    zalo.faults.order(Fault(status=502, after=True), call="access_token")
    stale = zalo.state.access
    with capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(NoTokenError):
                await keeper.after_refusal(stale)
            clock.advance(seconds=40)
    assert [log["reason"] for log in logs] == ["ZaloDownError: HTTP 502", "TokensRefusedError: -14014"]
    assert all(log["hint"] for log in logs)


async def test_a_refresher_that_died_is_followed_by_another(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database, clock: FrozenClock
) -> None:
    with database.transaction() as session:
        assert claim_refresh(session, zalo.state.oa_id, zalo.state.access, "dead", clock())
    stale = zalo.state.access
    with pytest.raises(NoTokenError):
        await keeper.after_refusal(stale)
    clock.advance(seconds=61)
    assert await keeper.after_refusal(stale) == zalo.state.access


def test_a_late_answer_does_not_overwrite_a_newer_pair(database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        connect(session, "oa", PAIR, clock())
    newer = Pair("access2", "refresh2", timedelta(hours=25))
    for used, pair in [("refresh", newer), ("refresh", Pair("late", "late", timedelta(hours=25)))]:
        with database.transaction() as session:
            renewed(session, "oa", used, pair, clock())
    assert stored(database).access_token == "access2"
    assert stored(database).previous_refresh_token == "refresh"


async def test_an_account_never_connected_is_told_once(
    zalo: ZaloEmulator, mailroom: Mailroom, http: aiohttp.ClientSession, pauses: Pauses, tmp_path: Path
) -> None:
    keeper = another(zalo, mailroom, http, pauses, tmp_path)
    with capture_logs() as logs:
        await keeper.look()
        await keeper.look()
    assert [log["event"] for log in logs] == ["zalo_not_connected"]
    with pytest.raises(NoTokenError):
        await keeper.access()


async def test_no_token_is_ever_shown(
    keeper: TokenKeeper, zalo: ZaloEmulator, database: Database, clock: FrozenClock
) -> None:
    with capture_logs() as logs:
        zalo.faults.order(Fault(status=500), call="access_token")
        with pytest.raises(NoTokenError) as caught:
            await keeper.after_refusal(zalo.state.access)
        clock.advance(hours=21)
        await keeper.look()
    with database.reading() as session:
        shown = json.dumps(logs) + repr(caught.value) + repr(held(session, zalo.state.oa_id)) + repr(PAIR)
    secrets = {zalo.state.access, zalo.state.refresh, zalo.state.app_secret, *zalo.state.used, *zalo.state.removed}
    assert not [secret for secret in secrets if secret in shown]
    assert "access'" not in repr(PAIR)
