"""An installation in use is upgraded: what it holds stays, and what refers to it still finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from knowledge_base.database import Database
from knowledge_base.migrate import NotPreparedError, config_for, require_current, upgrade

BEFORE_COMMUNES = "0005"
IN_USE = (
    "insert into staff(id, username, display_name, password_hash, role, active, demo)"
    " values (1, 'bao', 'Bảo', 'x', 'editor', true, false)",
    "insert into audit(at, staff_id, action, subject) values ('2026-11-01', 1, 'sign_in', 'bao')",
    "insert into phrases(key, text, proposed_by, revision, updated_at) values ('a', 'Chào', 1, 1, '2026-11-01')",
)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Database]:
    """A database as it was before communes edited anything, in use."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    command.upgrade(config_for(database), BEFORE_COMMUNES)
    with database.transaction() as session:
        for statement in IN_USE:
            session.execute(text(statement))
    yield database
    database.dispose()


def test_who_works_there_and_what_is_said_survive_an_upgrade(old: Database) -> None:
    with pytest.raises(NotPreparedError):
        require_current(old)
    upgrade(old)
    require_current(old)
    with old.reading() as session:
        assert session.execute(text("select username, role from staff")).all() == [("bao", "editor")]
        assert session.execute(text("select staff_id, action from audit")).all() == [(1, "sign_in")]
        assert session.execute(text("select key, commune_code, text from phrases")).all() == [("a", "", "Chào")]


def test_references_are_held_to_again_after_an_upgrade(old: Database) -> None:
    upgrade(old)
    with old.reading() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_the_way_back_keeps_the_city_s_words(old: Database) -> None:
    upgrade(old)
    own = (
        "insert into phrases(key, commune_code, text, revision, updated_at) values ('a', '26041', 'x', 1, '2026-11-01')"
    )
    with old.transaction() as session:
        session.execute(text(own))
    command.downgrade(config_for(old), BEFORE_COMMUNES)
    with old.reading() as session:
        assert session.execute(text("select key, text from phrases")).all() == [("a", "Chào")]
