"""Fixtures every test may use."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import create_engine, make_url

from knowledge_base.database import Database
from knowledge_base.migrate import upgrade
from knowledge_base.settings import StorageSettings
from knowledge_base.tables import Base


class FrozenClock:
    """A clock that moves only when told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@pytest.fixture
def clock() -> FrozenClock:
    """A Tuesday morning in Viet Nam: 24 November 2026, 9:00."""
    return FrozenClock(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A test that configures logs points them at a stream that closes with it; the next one must not meet it."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One migrated database for the whole run: PostgreSQL if TEST_DATABASE_URL is set, else an SQLite file."""
    given = os.environ.get("TEST_DATABASE_URL")
    url = _of_this_worker(given) if given else f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
    database = Database(StorageSettings(DATABASE_URL=url, THANTHIEN_VAR=Path("var")).database_url)
    Base.metadata.drop_all(database.engine)
    with database.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    upgrade(database)
    yield database
    database.dispose()


def _of_this_worker(url: str) -> str:
    """Tests side by side (pytest-xdist) each get a PostgreSQL database of their own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return url
    server = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"thanthien_{worker}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    server.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database(_migrated: Database) -> Database:
    """The migrated database, emptied."""
    with _migrated.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return _migrated


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what must hold on both databases."""
    for item in items:
        if "database" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
