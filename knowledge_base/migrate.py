"""Brings the database to the newest schema; ``python -m knowledge_base.migrate "message"`` writes a new migration."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from knowledge_base.database import Database
from knowledge_base.settings import StorageSettings


def config_for(database: Database) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to the newest version; does nothing when it is there already."""
    command.upgrade(config_for(database), "head")


if __name__ == "__main__":
    present = Database(StorageSettings().database_url)
    upgrade(present)
    command.revision(config_for(present), message=sys.argv[1], autogenerate=True)
