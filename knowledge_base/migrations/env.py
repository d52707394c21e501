"""Alembic's entry point; run through ``knowledge_base.migrate``."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from knowledge_base.database import Database
from knowledge_base.tables import Base


def run(database: Database) -> None:
    """Apply what is asked within one transaction."""
    with database.engine.connect() as connection, _loose_references(connection), connection.begin():
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()
        _require_references(connection)


@contextmanager
def _loose_references(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: meanwhile other tables' references to it lead nowhere."""
    held = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or held is None:
        yield
        return
    held.execute("PRAGMA foreign_keys=OFF")  # it does nothing once the transaction has begun
    try:
        yield
    finally:
        held.execute("PRAGMA foreign_keys=ON")


def _require_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"references that lead nowhere after migrating: {lost[:5]}")


run(context.config.attributes["database"])
