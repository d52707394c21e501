"""The real application with the real birth and marriage records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application

from bot.checklists.links import ChecklistLinks, installation_key
from bot.mailroom import Mailroom
from bot.texts import Texts
from bot.web import make_app
from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.service import publish_files
from knowledge_base.situations.loader import delivered, load_situations
from knowledge_base.units.service import Units
from tests.bot.desk.conftest import healthy, settings_for
from tests.conftest import FrozenClock

BIRTH, MARRIAGE, FOREIGN = "1.001193", "1.000894", "2.000806"
CASE = {"case": "ordinary", "certificate": "yes", "married": "no", "father": "no", "late": "yes", "who": "proxy"}


@pytest.fixture
def clock() -> FrozenClock:
    """A Wednesday morning in Viet Nam: 25 November 2026, 9:00."""
    return FrozenClock(datetime(2026, 11, 25, 2, 0, tzinfo=UTC))


@pytest.fixture
def application(database: Database, clock: FrozenClock, tmp_path: Path) -> Application:
    """All pages."""
    with database.transaction() as session:
        documents = [document for document in delivered() if document.code in (BIRTH, MARRIAGE, FOREIGN)]
        publish_files(session, documents, clock())
    return make_app(
        settings_for(tmp_path),
        Mailroom(database, clock),
        Texts.load(),
        library=Library(database, clock),
        units=Units.load(),
        pulled=frozenset({"web"}),
        health=healthy,
    )


@pytest.fixture
async def client(application: Application) -> AsyncIterator[TestClient[Any, Any]]:
    """A citizen's browser."""
    async with TestClient(TestServer(application)) as client:
        yield client


@pytest.fixture
def links(tmp_path: Path) -> ChecklistLinks:
    """As the conversation makes them, without the host."""
    return ChecklistLinks(installation_key(tmp_path), "", timedelta(hours=24))


def address(links: ChecklistLinks, clock: FrozenClock, code: str = BIRTH, answers: dict[str, str] | None = None) -> str:
    """Of a checklist."""
    return links.make(code, load_situations()[code].fingerprint, answers or CASE, clock())[0]
