"""Greetings, thanks, and questions about the machine itself."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked import context_of, question_of
from actions.base import ReplyAction, say
from knowledge_base.replies import Reply
from knowledge_base.vocabulary import Act, Outcome

ACTS = {"greet": Act.GREETING, "goodbye": Act.GREETING, "thanks": Act.THANKS}
KEYS = {
    "greet": "smalltalk.greet",
    "goodbye": "smalltalk.goodbye",
    "thanks": "smalltalk.thanks",
    "affirm": "smalltalk.affirm",
    "deny": "smalltalk.deny",
    "bot_challenge": "smalltalk.bot_challenge",
    "capabilities": "smalltalk.capabilities",
    "insult": "smalltalk.insult",
}
UNHAPPY = {"bot_challenge", "insult"}


class Smalltalk(ReplyAction):
    """A kind word back; the topic of the conversation stays."""

    called = "action_smalltalk"

    def decide(self, tracker: Tracker) -> Reply:
        """The phrase that fits the intent."""
        intent = question_of(tracker).intent
        act = ACTS.get(intent, Act.OTHER)
        return say(KEYS[intent], context_of(tracker), Outcome.SMALLTALK, act, with_officer=intent in UNHAPPY)
