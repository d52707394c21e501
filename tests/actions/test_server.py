"""The protocol with Rasa: one reply always, also when something breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.answer import Answer
from actions.base import ReplyAction
from actions.server import make_actions
from bot.up.model import ROOT
from knowledge_base.database import Database
from knowledge_base.replies import Reply
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Outcome
from tests.actions.conftest import BIRTH, Told


class Broken(ReplyAction):
    called = "action_broken"

    def decide(self, tracker: Tracker) -> Reply:
        raise RuntimeError("the disk is full")


async def said(action: ReplyAction, tracker: Tracker) -> Reply:
    dispatcher = CollectingDispatcher()
    assert await action.run(dispatcher, tracker, {}) == []
    [message] = dispatcher.messages
    return Reply.model_validate(message["custom"])


async def test_a_reply_travels_as_json(knowledge: Knowledge, told: Told) -> None:
    reply = await said(Answer(knowledge), told("đăng ký khai sinh ở đâu", "ask_place", aspect=["place"]))
    assert reply.meta.procedure == BIRTH


async def test_a_failure_is_an_apology_with_the_context_kept(knowledge: Knowledge, told: Told) -> None:
    reply = await said(Broken(knowledge), told("…", "ask_fee", context={"procedure": BIRTH}))
    assert (reply.meta.outcome, reply.context.procedure) == (Outcome.ERROR, BIRTH)


@pytest.mark.parametrize("context", [{"procedure": 7}, {"nonsense": True}])
async def test_a_context_that_cannot_be_read_is_an_apology_too(
    knowledge: Knowledge, told: Told, context: Mapping[str, Any]
) -> None:
    reply = await said(Answer(knowledge), told("…", "ask_fee", context=dict(context)))
    assert reply.meta.outcome is Outcome.ERROR


def test_the_server_knows_every_action_of_the_domain(knowledge: Knowledge, database: Database) -> None:
    executor = ActionExecutor()
    for action in make_actions(knowledge, database):
        executor.register_action(action)
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(executor.actions) == set(domain["actions"])
