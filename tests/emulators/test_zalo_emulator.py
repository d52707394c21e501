"""The emulator against what is known of Zalo, by plain HTTP: what it takes, what it refuses, with which number."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.conftest import FrozenClock
from tests.emulators.zalo import Fault, ZaloEmulator
from tests.emulators.zalo.oauth import challenge_of

AN = "246845883529197922"

type Json = dict[str, Any]
type Call = Callable[..., Awaitable[Json]]


@pytest.fixture
async def zalo(clock: FrozenClock) -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator(clock, pauses=(0.01,) * 5) as emulator:
        emulator.state.new_pair()
        emulator.user.send_text(AN, "chào")
        yield emulator


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def send(zalo: ZaloEmulator, http: aiohttp.ClientSession) -> Call:
    """Sends a consultation message; gives the answer."""

    async def one(message: Json | None = None, *, user: str = AN, token: str = "", path: str = "cs") -> Json:
        body = {"recipient": {"user_id": user}, "message": message or {"text": "dạ"}}
        headers = {"access_token": token or zalo.state.access}
        async with http.post(f"{zalo.url}/v3.0/oa/message/{path}", json=body, headers=headers) as response:
            assert response.status == 200
            answer: Json = await response.json(content_type=None)
            return answer

    return one


@pytest.fixture
def renew(zalo: ZaloEmulator, http: aiohttp.ClientSession) -> Call:
    """Asks the OAuth server."""

    async def one(secret: str = "", **form: str) -> Json:
        form = {"app_id": zalo.state.app_id, "grant_type": "refresh_token"} | form
        headers = {"secret_key": secret or zalo.state.app_secret}
        async with http.post(f"{zalo.url}/v4/oa/access_token", data=form, headers=headers) as response:
            answer: Json = await response.json(content_type=None)
            return answer

    return one


def buttons(count: int, **more: str) -> Json:
    several = [{"title": f"Nút {n}", "type": "oa.query.show", "payload": f"p{n}"} | more for n in range(count)]
    return {"text": "dạ", "attachment": {"type": "template", "payload": {"buttons": several}}}


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"text": "dạ"}, 0),
        ({"text": "ế" * 2000}, 0),
        ({"text": "ế" * 2001}, -210),
        ({"text": "👍" * 1001}, -210),
        ({"text": ""}, -201),
        ({"text": " \n"}, -201),
        ({"text": 5}, -201),
        (buttons(5), 0),
        (buttons(6), -201),
        (buttons(0), -201),
        (buttons(1, title="x" * 101), -201),
        (buttons(1, payload="x" * 1001), -201),
        (buttons(1, type="web_url"), -201),
        ({"text": "dạ", "attachment": {"type": "list", "payload": {"buttons": []}}}, -233),
    ],
)
async def test_what_a_message_may_be(send: Call, message: Json, error: int) -> None:
    assert (await send(message))["error"] == error


async def test_an_answer_has_the_shape_of_zalos(send: Call, clock: FrozenClock) -> None:
    answer = await send()
    assert answer["message"] == "Success"
    assert answer["data"]["user_id"] == AN
    assert answer["data"]["quota"] == {"quota_type": "reply"}
    assert answer["data"]["sent_time"] == str(int(clock().timestamp() * 1000))


async def test_windows(send: Call, zalo: ZaloEmulator, clock: FrozenClock) -> None:
    clock.advance(hours=49)
    zalo.state.new_pair()
    assert "quota" not in (await send())["data"]
    clock.advance(days=6)
    zalo.state.new_pair()
    assert (await send())["error"] == -230
    zalo.user.send_text(AN, "chào lại")
    assert (await send())["error"] == 0


async def test_whom_it_does_not_reach(send: Call, zalo: ZaloEmulator) -> None:
    assert (await send(user="1"))["error"] == -201
    zalo.user.unfollow(AN)
    assert (await send())["error"] == -213


async def test_what_was_shut_down(send: Call) -> None:
    assert (await send(path="transaction"))["error"] == -240
    assert (await send(path="telepathy"))["error"] == -209


async def test_tokens(send: Call, renew: Call, zalo: ZaloEmulator, clock: FrozenClock) -> None:
    access, refresh = zalo.state.access, zalo.state.refresh
    assert (await send(token="guessed"))["error"] == -216
    assert (await renew(secret="guessed", refresh_token=refresh))["error"] == -14004
    assert (await renew(app_id="1", refresh_token=refresh))["error"] == -14002
    fresh = await renew(refresh_token=refresh)
    assert fresh["expires_in"] == "90000"
    assert (await renew(refresh_token=refresh))["error"] == -14014
    assert (await send(token=access))["error"] == -220
    assert (await send(token=fresh["access_token"]))["error"] == 0
    clock.advance(hours=25)
    assert await send() == {"error": -216, "message": "Access token has expired"}


async def test_consent(renew: Call, zalo: ZaloEmulator, http: aiohttp.ClientSession, clock: FrozenClock) -> None:
    async def consent() -> str:
        query = {"app_id": zalo.state.app_id, "redirect_uri": "http://x/", "code_challenge": challenge_of("v" * 43)}
        async with http.get(f"{zalo.url}/v4/oa/permission", params=query, allow_redirects=False) as response:
            back = parse_qs(urlsplit(response.headers["Location"]).query)
        assert back["oa_id"] == [zalo.state.oa_id]
        return back["code"][0]

    async def exchange(code: str, verifier: str = "v" * 43) -> Json:
        return await renew(grant_type="authorization_code", code=code, code_verifier=verifier)

    code = await consent()
    assert "access_token" in await exchange(code)
    assert (await exchange(code))["error"] == -14019
    assert (await exchange(await consent(), "w" * 43))["error"] == -14021
    late = await consent()
    clock.advance(minutes=11)
    assert (await exchange(late))["error"] == -14019


async def test_a_burst(send: Call, zalo: ZaloEmulator) -> None:
    zalo.state.per_minute = 3
    assert [(await send())["error"] for _ in range(5)] == [0, 0, 0, -32, -32]


async def test_ordered_troubles(send: Call, zalo: ZaloEmulator) -> None:
    zalo.faults.order(Fault(-216), call="cs", skip=1)
    assert [(await send())["error"] for _ in range(3)] == [0, -216, 0]


async def received(zalo: ZaloEmulator, *statuses: int) -> list[tuple[dict[str, str], bytes]]:
    """What a webhook gets that answers so, then 200."""
    got: list[tuple[dict[str, str], bytes]] = []
    answers = list(statuses)

    async def hook(request: web.Request) -> web.Response:
        got.append((dict(request.headers), await request.read()))
        return web.Response(status=answers.pop(0) if answers else 200)

    app = web.Application()
    app.router.add_post("/hook", hook)
    async with TestServer(app) as server:
        zalo.webhook.url = str(server.make_url("/hook"))
        zalo.user.send_text(AN, "làm khai sinh")
        await zalo.webhook.idle()
    return got


async def test_the_webhook_signs_and_repeats_the_same_bytes(zalo: ZaloEmulator) -> None:
    got = await received(zalo, 503, 500)
    assert len({body for _, body in got}) == 1
    assert [headers.get("num_retry") for headers, _ in got] == [None, "1", "2"]
    headers, body = got[0]
    event = json.loads(body)
    signed = f"{zalo.state.app_id}{body.decode()}{event['timestamp']}{zalo.state.oa_secret}"
    assert headers["X-ZEvent-Signature"] == f"mac={hashlib.sha256(signed.encode()).hexdigest()}"
    assert all(isinstance(value, str) for value in (event["timestamp"], event["app_id"], event["sender"]["id"]))


async def test_after_five_repetitions_it_gives_up(zalo: ZaloEmulator) -> None:
    got = await received(zalo, *[404] * 9)
    assert len(got) == 6
    assert len(zalo.webhook.given_up) == 1


async def test_what_the_account_sends_comes_back_as_an_echo(send: Call, zalo: ZaloEmulator) -> None:
    got = await received(zalo)
    async with TestServer(web.Application()) as server:
        zalo.webhook.url = str(server.make_url("/hook"))
        zalo.webhook.pauses = ()
        await send()
        await asyncio.wait_for(zalo.webhook.idle(), 5)
    assert zalo.webhook.given_up[-1]["event_name"] == "oa_send_text"
    assert zalo.webhook.given_up[-1]["sender"] == {"id": zalo.state.oa_id}
    assert len(got) == 1
