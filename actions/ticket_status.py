"""Where the citizen's tickets stand."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked import context_of
from actions.base import ReplyAction
from knowledge_base.answers.compose import officer
from knowledge_base.clock import VIETNAM
from knowledge_base.database import Database
from knowledge_base.replies import Meta, Reply, Say, Text
from knowledge_base.tickets.status import Standing, standing_of
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Outcome


class TicketStatus(ReplyAction):
    """Reads the tickets of this conversation, and of no other."""

    called = "action_ticket_status"

    def __init__(self, knowledge: Knowledge, database: Database) -> None:
        super().__init__(knowledge)
        self._database = database

    def decide(self, tracker: Tracker) -> Reply:
        """Code, state and promised hour of each; or that there is none."""
        with self._database.reading() as session:
            standing = standing_of(session, tracker.sender_id)
        told = [_told(ticket) for ticket in standing]
        sentences = [*told, Say(key="status.how")] if told else [Say(key="status.none")]
        return Reply(
            blocks=[Text(text=sentence) for sentence in sentences],
            choices=[officer()],
            meta=Meta(outcome=Outcome.SMALLTALK, act=Act.OTHER),
            context=context_of(tracker),
        )


def _told(ticket: Standing) -> Say:
    due = ticket.due_at.astimezone(VIETNAM)
    args: dict[str, str | int | Say | list[str | Say]] = {
        "code": ticket.code,
        "hour": due.strftime("%H:%M"),
        "day": due.strftime("%d/%m/%Y"),
    }
    return Say(key=f"status.{ticket.state}", args=args)
