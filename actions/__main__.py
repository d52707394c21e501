"""``python -m actions``: starts the action server."""

from __future__ import annotations

import logging
import warnings

from actions.server import make_actions, make_app, serve
from actions.settings import ActionSettings
from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import load_taught
from knowledge_base.understanding.knowledge import Knowledge


def main() -> None:
    """Read the knowledge first, so that the first citizen does not wait for its index."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    warnings.filterwarnings("ignore", message=".*version.*", module="rasa_sdk")  # 3.21 serves 3.6 (architecture)
    settings = ActionSettings()
    database = Database(settings.database_url)
    knowledge = Knowledge(Library(database), load_taught(), Stored.under(settings.var))
    knowledge.current()
    serve(make_app(make_actions(knowledge, database)), settings.port)


if __name__ == "__main__":
    main()
