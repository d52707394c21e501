"""The citizen wants a person."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked import context_of
from actions.base import ReplyAction
from knowledge_base.replies import Meta, Reply
from knowledge_base.vocabulary import Act, Outcome


class Handover(ReplyAction):
    """The bot asks what an officer needs to know and makes the ticket (docs/decisions/0005)."""

    called = "action_handover"

    def decide(self, tracker: Tracker) -> Reply:
        """Nothing to say: the form speaks."""
        meta = Meta(outcome=Outcome.TICKET, act=Act.HANDOVER)
        return Reply(blocks=[], meta=meta, context=context_of(tracker), start_handover=True)
