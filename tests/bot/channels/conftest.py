"""An emulated Telegram and channels that talk to it without real pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.telegram import TelegramChannel
from bot.mailroom import Mailroom
from bot.settings import Settings
from bot.texts import Texts
from knowledge_base.database import Database
from tests.bot.pushing import Pauses
from tests.conftest import FrozenClock
from tests.emulators.telegram import TelegramEmulator

type Make = Callable[..., TelegramChannel]

TEXTS = Texts.load()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        yield emulator


@pytest.fixture
def mailroom(database: Database, clock: FrozenClock) -> Mailroom:
    return Mailroom(database, clock)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def make(telegram: TelegramEmulator, mailroom: Mailroom, pauses: Pauses) -> AsyncIterator[Make]:
    """Makes channels, and stops them in the end."""
    made: list[TelegramChannel] = []

    def one(mailroom: Mailroom = mailroom, url: str = "", token: str = "") -> TelegramChannel:
        settings = Settings(
            _env_file=None, TELEGRAM_TOKEN=token or telegram.token, TELEGRAM_BASE_URL=url or telegram.url
        )
        made.append(TelegramChannel(settings, mailroom, TEXTS, poll_seconds=1, pause=pauses))
        return made[-1]

    yield one
    for channel in made:
        await channel.stop()


@pytest.fixture
async def receiving(make: Make) -> TelegramChannel:
    """A channel that receives."""
    channel = make()
    await channel.start()
    return channel
