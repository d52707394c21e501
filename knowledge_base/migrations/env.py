"""Alembic's entry point; run through ``knowledge_base.migrate``."""

from alembic import context

from knowledge_base.database import Database
from knowledge_base.tables import Base


def run(database: Database) -> None:
    """Apply what is asked within one transaction."""
    with database.engine.connect() as connection, connection.begin():
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()


run(context.config.attributes["database"])
