"""Answers a question about a procedure, or a tap on one of the offered choices."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked import context_of, procedure_of, question_of
from actions.base import ReplyAction
from knowledge_base.replies import Reply
from knowledge_base.understanding.respond import chosen, respond

TAPPED = "choose"


class Answer(ReplyAction):
    """Every ``ask_…`` intent, and ``/choose`` from a tap."""

    called = "action_answer"

    def decide(self, tracker: Tracker) -> Reply:
        """One call of the knowledge base."""
        question, context, known = question_of(tracker), context_of(tracker), self._knowledge.current()
        if question.intent == TAPPED:
            aspect = question.aspects[0] if question.aspects else None
            return chosen(procedure_of(tracker), aspect, context, known)
        return respond(question, context, known)


class OutOfScope(Answer):
    """The model thinks it is not our business; the search may still know better."""

    called = "action_out_of_scope"


class Fallback(Answer):
    """No rule fits what was understood."""

    called = "action_fallback"
