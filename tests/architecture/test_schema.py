"""The tables, the models and the migrations tell the same story, on both databases."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect

from knowledge_base.database import Database
from knowledge_base.migrate import config_for
from knowledge_base.tables import Base


def test_there_is_one_migration_head(database: Database) -> None:
    assert len(ScriptDirectory.from_config(config_for(database)).get_heads()) == 1


def test_migrating_gives_exactly_the_models_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference: list[Any] = compare_metadata(context, Base.metadata)
    assert difference == []


def test_migrating_gives_the_models_checks(database: Database) -> None:
    """Alembic does not look at these itself."""
    found = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {
            str(check.name): str(check.sqltext)
            for check in table.constraints
            if isinstance(check, CheckConstraint) and check.name
        }
        stored = {str(check["name"]): check["sqltext"] for check in found.get_check_constraints(table.name)}
        if database.engine.dialect.name == "sqlite":  # PostgreSQL keeps them in words of its own
            assert stored == wanted, table.name
        assert stored.keys() == wanted.keys(), table.name


def test_times_are_kept_with_their_zone(database: Database) -> None:
    naive = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "DATETIME" in str(column.type).upper() or "TIMESTAMP" in str(column.type).upper()
        if not getattr(getattr(column.type, "impl", column.type), "timezone", False)
    }
    assert naive == set()
    assert database.engine.dialect.name in {"sqlite", "postgresql"}
