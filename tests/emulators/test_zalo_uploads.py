"""The emulated upload of files, by plain HTTP: what it takes, what it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from tests.conftest import FrozenClock
from tests.emulators.zalo import ZaloEmulator

AN = "246845883529197922"
type Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def zalo(clock: FrozenClock) -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator(clock, pauses=(0.01,) * 5) as emulator:
        emulator.state.new_pair()
        emulator.user.send_text(AN, "chào")
        yield emulator


@pytest.fixture
async def call(zalo: ZaloEmulator) -> AsyncIterator[Call]:
    """Uploads a file, or sends a message; gives the answer."""
    async with aiohttp.ClientSession() as http:

        async def one(path: str, token: str = "", **given: Any) -> dict[str, Any]:
            headers = {"access_token": token or zalo.state.access}
            async with http.post(f"{zalo.url}{path}", headers=headers, **given) as response:
                assert response.status == 200
                return dict(await response.json(content_type=None))

        yield one


def form(content: bytes = b"%PDF-1.7", name: str = "mau.pdf", field: str = "file") -> aiohttp.FormData:
    data = aiohttp.FormData()
    data.add_field(field, BytesIO(content), filename=name)
    return data


async def send(call: Call, token: str, **more: Any) -> dict[str, Any]:
    message = {"attachment": {"type": "file", "payload": {"token": token}}, **more}
    return await call("/v3.0/oa/message/cs", json={"recipient": {"user_id": AN}, "message": message})


async def test_a_file_is_uploaded_sent_and_comes_back_as_an_echo(zalo: ZaloEmulator, call: Call) -> None:
    answer = await call("/v2.0/oa/upload/file", data=form())
    assert (answer["error"], answer["message"]) == (0, "Success")
    assert (await send(call, answer["data"]["token"]))["error"] == 0
    assert zalo.user.files(AN) == [("mau.pdf", b"%PDF-1.7")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (lambda: form(name="mau.exe"), -201),
        (lambda: form(name="mau.png"), -201),
        (lambda: form(b""), -201),
        (lambda: form(field="document"), -201),
        (lambda: form(bytes(5 * 1024 * 1024 + 1)), -210),
        (lambda: {"file": "mau.pdf"}, -201),
    ],
    ids=["program", "picture", "empty", "field", "large", "no file"],
)
async def test_other_files_are_refused(call: Call, data: Callable[[], Any], error: int) -> None:
    assert (await call("/v2.0/oa/upload/file", data=data()))["error"] == error


async def test_a_token_lasts_a_week(zalo: ZaloEmulator, call: Call, clock: FrozenClock) -> None:
    token = (await call("/v2.0/oa/upload/file", data=form()))["data"]["token"]
    zalo.state.access_until = clock().replace(year=2030)
    clock.advance(days=7)
    zalo.user.send_text(AN, "mẫu")
    assert (await send(call, token))["error"] == -100
    assert (await send(call, "x"))["error"] == -201


async def test_uploading_needs_a_token_and_is_counted_by_the_month(zalo: ZaloEmulator, call: Call) -> None:
    assert (await call("/v2.0/oa/upload/file", token="x", data=form()))["error"] == -216
    zalo.state.uploads_left = 1
    assert (await call("/v2.0/oa/upload/file", data=form()))["error"] == 0
    assert (await call("/v2.0/oa/upload/file", data=form()))["error"] == -211


async def test_a_file_has_no_words_beside_it(call: Call) -> None:
    token = (await call("/v2.0/oa/upload/file", data=form()))["data"]["token"]
    assert (await send(call, token, text="dạ"))["error"] == -233
