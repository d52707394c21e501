"""Suggestions, complaints, denunciations, and reports about an officer's conduct."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked import context_of, question_of
from actions.base import ReplyAction, say
from knowledge_base.replies import Context, Reply
from knowledge_base.understanding.grievance import guide
from knowledge_base.understanding.respond import LONGEST_KEPT
from knowledge_base.vocabulary import Act, Outcome

ACTS = {
    "suggestion": Act.SUGGESTION,
    "complaint": Act.COMPLAINT,
    "denunciation": Act.DENUNCIATION,
    "report_officer": Act.REPORT,
}


class Feedback(ReplyAction):
    """Opinions and reports become a ticket; complaints and denunciations have legal procedures of their own."""

    called = "action_feedback"

    def decide(self, tracker: Tracker) -> Reply:
        """Thank or apologise, then collect for a ticket or explain the legal way."""
        question = question_of(tracker)
        act = ACTS[question.intent]
        context = context_of(tracker)
        if act in {Act.COMPLAINT, Act.DENUNCIATION}:
            return guide(act, context, self._knowledge.current())
        return _ticket(act, context.model_copy(update={"last_question": question.text[:LONGEST_KEPT]}))


def _ticket(act: Act, context: Context) -> Reply:
    # What was talked about before is no part of an opinion, so the ticket names no procedure.
    apart = context.model_copy(update={"procedure": None, "aspects": [], "candidates": []})
    reply = say(f"feedback.{act}", apart, Outcome.TICKET, act)
    return reply.model_copy(update={"start_handover": True})
