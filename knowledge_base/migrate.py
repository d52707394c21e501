"""Brings the database to the newest schema; ``python -m knowledge_base.migrate "message"`` writes a new migration."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge_base.database import Database
from knowledge_base.errors import ThanThienError
from knowledge_base.settings import StorageSettings


class NotPreparedError(ThanThienError):
    """The database is empty, or of another version of this software."""

    key = "up.not_prepared"


class DatabaseAwayError(ThanThienError):
    """The database does not answer."""

    key = "up.database_away"


def config_for(database: Database) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to the newest version; does nothing when it is there already."""
    command.upgrade(config_for(database), "head")


def require_current(database: Database) -> None:
    """Raise NotPreparedError or DatabaseAwayError unless the schema is the one this code was written for."""
    wanted = ScriptDirectory.from_config(config_for(database)).get_current_head()
    try:
        with database.reading() as session:
            found = _revision(session)
    except SQLAlchemyError as error:
        raise DatabaseAwayError from error
    if found != wanted:
        raise NotPreparedError


def _revision(session: Session) -> str | None:
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.scalars(text("SELECT version_num FROM alembic_version")).first()


if __name__ == "__main__":
    present = Database(StorageSettings().database_url)
    upgrade(present)
    command.revision(config_for(present), message=sys.argv[1], autogenerate=True)
