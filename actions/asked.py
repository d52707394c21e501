"""Reads out of Rasa's tracker what was asked, and what the conversation was about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from knowledge_base.replies import Context
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect


def question_of(tracker: Tracker) -> Question:
    """The message with its intent, how likely each intent is, and the aspects asked."""
    message = _message(tracker)
    return Question(
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        likely={item["name"]: item["confidence"] for item in message.get("intent_ranking") or []},
        # In the order in which answers are read best: papers before their fee.
        aspects=tuple(aspect for aspect in Aspect if aspect in _values(message, "aspect")),
    )


def context_of(tracker: Tracker) -> Context:
    """What the bot sent along with the message; a message sent by hand has none."""
    metadata = _message(tracker).get("metadata") or {}
    return Context.model_validate(metadata.get("context") or {})


def procedure_of(tracker: Tracker) -> str | None:
    """The procedure a tap named."""
    return next(iter(_values(_message(tracker), "procedure")), None)


def _message(tracker: Tracker) -> Mapping[str, Any]:
    return tracker.latest_message or {}


def _values(message: Mapping[str, Any], entity: str) -> list[str]:
    return [item["value"] for item in message.get("entities") or [] if item["entity"] == entity]
