"""The action server: Rasa's protocol over HTTP, our actions, one process, this machine only."""

from __future__ import annotations

from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.answer import Answer, Fallback, OutOfScope
from actions.base import ReplyAction
from actions.feedback import Feedback
from actions.handover import Handover
from actions.smalltalk import Smalltalk
from actions.ticket_status import TicketStatus
from knowledge_base.database import Database
from knowledge_base.understanding.knowledge import Knowledge

HOST = "127.0.0.1"


def make_actions(knowledge: Knowledge, database: Database) -> list[ReplyAction]:
    """Every action of the domain."""
    kinds = (Answer, OutOfScope, Fallback, Smalltalk, Handover, Feedback)
    return [*(kind(knowledge) for kind in kinds), TicketStatus(knowledge, database)]


def make_app(actions: list[ReplyAction]) -> Sanic[Any, Any]:
    """The web application Rasa calls."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    app: Sanic[Any, Any] = create_app(executor)
    return app


def serve(app: Sanic[Any, Any], port: int) -> None:
    """Until stopped."""
    app.prepare(host=HOST, port=port, single_process=True, access_log=False, motd=False)
    Sanic.serve_single(primary=app)
