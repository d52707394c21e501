"""What every action shares: a decision becomes one reply, and a failure becomes an apology, never silence."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import Any

import structlog
from pydantic import ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asked import context_of
from knowledge_base.answers.compose import officer
from knowledge_base.replies import Context, Meta, Reply, Say, Text
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Outcome

log = structlog.get_logger()


class ReplyAction(Action):  # type: ignore[misc]  # rasa_sdk is untyped
    """An action that says exactly one reply."""

    called: str

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def name(self) -> str:
        """What the domain calls it."""
        return self.called

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Decide outside the event loop, because deciding reads the database."""
        reply = await asyncio.to_thread(self._decided, tracker)
        dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return []

    @abstractmethod
    def decide(self, tracker: Tracker) -> Reply:
        """What to say."""

    def _decided(self, tracker: Tracker) -> Reply:
        try:
            return self.decide(tracker)
        except Exception as error:  # Rasa would answer with nothing at all
            log.exception("action_failed", action=self.name(), error=type(error).__name__)
            return apology(tracker)


def apology(tracker: Tracker) -> Reply:
    """Something broke on our side: say so, offer a person."""
    try:
        context = context_of(tracker)
    except ValidationError:
        context = Context()
    return say("error.unexpected", context, Outcome.ERROR, Act.OTHER, with_officer=True)


def say(key: str, context: Context, outcome: Outcome, act: Act, *, with_officer: bool = False) -> Reply:
    """One phrase; the context stays as it is."""
    choices = [officer()] if with_officer else []
    return Reply(
        blocks=[Text(text=Say(key=key))], choices=choices, meta=Meta(outcome=outcome, act=act), context=context
    )
