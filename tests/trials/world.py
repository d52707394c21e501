"""The system under trial: its address, its processes, its database, the platforms around it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiohttp
from sqlalchemy import create_engine, make_url

from bot.bootstrap import open_database
from bot.evaluation.running import started
from bot.settings import Settings
from knowledge_base.database import Database
from tests.trials.lines import Line, TelegramLine, WebLine, ZaloLine
from tests.trials.platforms import Platforms

DRIVER = "postgresql+psycopg"


@dataclass(frozen=True)
class World:
    """A running system with its surroundings. ``http`` is for the citizens on the web."""

    url: str
    var: Path
    database: Database
    platforms: Platforms
    http: aiohttp.ClientSession

    def pids(self) -> dict[str, int]:
        """Process ids by name."""
        run = json.loads((self.var / "run.json").read_text(encoding="utf-8"))
        return {name: int(pid) for name, pid in run["pids"].items() if pid}

    @property
    def password(self) -> str:
        """Of the demo accounts."""
        return (self.var / "demo-password").read_text(encoding="ascii").strip()

    def line(self, number: int) -> Line:
        """A citizen's line, on each channel in turn."""
        match number % 3:
            case 0:
                return WebLine(self.http, self.url)
            case 1:
                return TelegramLine(self.platforms, 5_000_000 + number)
            case _:
                return ZaloLine(self.platforms, number)


@asynccontextmanager
async def started_world(settings: Settings, database_url: str, more: Mapping[str, str]) -> AsyncIterator[World]:
    """Start everything with an empty database; stop it at the end. ``database_url``: PostgreSQL, else SQLite."""
    async with Platforms() as platforms:
        with fresh_database(database_url) as fresh:
            given = {"DATABASE_URL": fresh, "THANTHIEN_DEMO": "1", **platforms.settings, **more}
            async with started(settings, given) as running:
                own = Settings(_env_file=None, THANTHIEN_VAR=running.var, DATABASE_URL=fresh)
                async with world(running.url, running.var, open_database(own), platforms) as made:
                    yield made


@asynccontextmanager
async def world(url: str, var: Path, database: Database, platforms: Platforms) -> AsyncIterator[World]:
    """A running system, with its platforms connected."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        await asyncio.to_thread(platforms.connect, database)
        platforms.deliver_to(url)
        try:
            yield World(url, var, database, platforms, http)
        finally:
            database.dispose()


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """A new database on that PostgreSQL server, dropped at the end; nothing to do for SQLite's file."""
    if not url:
        yield ""
        return
    name = f"trial_{uuid4().hex[:12]}"
    server = create_engine(make_url(url).set(drivername=DRIVER), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(url).set(drivername=DRIVER, database=name).render_as_string(hide_password=False)
    finally:
        with suppress(Exception), server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()
