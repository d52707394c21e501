"""``python -m bot zalo``: a person's consent becomes tokens; a conversation is given back to the bot."""

from __future__ import annotations

import argparse
import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.__main__ import _parser
from bot.channels.zalo import command
from bot.channels.zalo.command import Consent
from bot.texts import Texts
from knowledge_base.conversations.service import attend
from knowledge_base.database import Database
from knowledge_base.zalo.tokens import Pair, claim_refresh, connect, held, not_renewed
from tests.bot.channels.zalo.conftest import AN, Office, settings_for
from tests.conftest import FrozenClock
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.oauth import challenge_of

TEXTS = Texts.load()

type Run = Callable[..., tuple[int, str]]


@pytest.fixture
def emulator(clock: FrozenClock) -> Iterator[ZaloEmulator]:
    """In a thread of its own: the command has an event loop of its own too."""
    zalo, loop, ready = ZaloEmulator(clock), asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        async with zalo:
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(5)
    yield zalo
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
    loop.close()


@pytest.fixture
def run(emulator: ZaloEmulator, database: Database, clock: FrozenClock, tmp_path: Path) -> Run:
    def one(*words: str, paste: Callable[[str], str] = str, **more: object) -> tuple[int, str]:
        shown: list[str] = []
        settings = settings_for(emulator.state, emulator.url, tmp_path, **more)

        def read(prompt: str) -> str:
            return paste("\n".join(shown))

        chosen = _parser().parse_args(["zalo", *words])
        status = command.run(chosen, settings, database, TEXTS, read=read, show=shown.append, clock=clock)
        return status, "\n".join(shown)

    return one


def consented(shown: str) -> str:
    """What the browser's address bar shows after the administrator agreed."""
    address = next(line for line in shown.splitlines() if line.startswith("http"))

    async def follow() -> str:
        async with aiohttp.ClientSession() as http, http.get(address, allow_redirects=False) as response:
            return response.headers["Location"]

    return asyncio.run(follow())


def test_consent_becomes_tokens(run: Run, emulator: ZaloEmulator, database: Database) -> None:
    status, shown = run("connect", paste=consented)
    assert status == 0
    assert emulator.state.oa_id in shown
    with database.reading() as session:
        pair = held(session, emulator.state.oa_id)
    assert pair
    assert (pair.access, pair.refresh) == (emulator.state.access, emulator.state.refresh)
    assert pair.access not in shown
    assert pair.expires_at - pair.refresh_from == timedelta(hours=5)


def test_the_code_alone_will_do(run: Run) -> None:
    status, _ = run("connect", paste=lambda shown: parse_qs(urlsplit(consented(shown)).query)["code"][0])
    assert status == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda address: address.replace("oa_id=3", "oa_id=4"),
        lambda address: address.replace("state=", "state=x"),
        lambda address: "",
        lambda address: "https://hoi.example/?code=guessed",
    ],
)
def test_another_consent_stores_nothing(
    run: Run, database: Database, emulator: ZaloEmulator, spoil: Callable[[str], str]
) -> None:
    status, _ = run("connect", paste=lambda shown: spoil(consented(shown)))
    assert status == 1
    with database.reading() as session:
        assert held(session, emulator.state.oa_id) is None


def test_a_code_works_once_and_for_ten_minutes(run: Run, clock: FrozenClock) -> None:
    seen: list[str] = []

    def late(shown: str) -> str:
        seen.append(consented(shown))
        clock.advance(minutes=11)
        return seen[0]

    status, shown = run("connect", paste=late)
    assert status == 1
    assert "-14019" in shown


def test_the_proof_key_is_hashed_as_rfc_7636_does() -> None:
    consent = Consent("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "s")
    assert consent.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert challenge_of(consent.verifier) == consent.challenge


def test_status_tells_how_it_stands(run: Run, database: Database, emulator: ZaloEmulator, clock: FrozenClock) -> None:
    oa_id = emulator.state.oa_id
    assert run("status")[1] == TEXTS.say("zalo.status.none")
    with database.transaction() as session:
        connect(session, oa_id, Pair("a", "r", timedelta(hours=25)), clock())
    assert "10:00 ngày 25/11/2026" in run("status")[1]
    with database.transaction() as session:
        claim_refresh(session, oa_id, "a", "me", clock())
        not_renewed(session, oa_id, "r", "me", "TokensRefusedError: -14014", clock())
    assert "-14014" in run("status")[1]


def test_a_conversation_is_given_back_to_the_bot(run: Run, office: Office, clock: FrozenClock) -> None:
    with office.database.transaction() as session:
        attend(session, "zalo", AN, clock(), clock() + timedelta(hours=1))
    assert run("release", AN)[1] == TEXTS.say("zalo.release.done")
    assert office.conversation().attended_until is None
    assert run("release", AN)[1] == TEXTS.say("zalo.release.nobody")


def test_without_settings_it_says_what_is_missing(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", ZALO_OA_ID="")[0] == 2
    assert "ZALO_OA_ID" in capsys.readouterr().err


def test_it_is_a_command_of_the_bot() -> None:
    assert isinstance(_parser().parse_args(["zalo", "status"]), argparse.Namespace)
