"""Small replies the bot makes itself, without Rasa."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.replies import Block, Choice, Context, Meta, Reply, Say, Text
from knowledge_base.vocabulary import Act, Outcome


def plain_reply(
    blocks: Sequence[Block],
    context: Context,
    *,
    outcome: Outcome,
    act: Act = Act.OTHER,
    choices: Sequence[Choice] = (),
) -> Reply:
    """A reply that leaves the context as it is."""
    meta = Meta(outcome=outcome, act=act)
    return Reply(blocks=list(blocks), choices=list(choices), meta=meta, context=context)


def say_only(key: str, context: Context, outcome: Outcome, *choices: Choice, **args: str | int) -> Reply:
    """One phrase."""
    return plain_reply([Text(text=Say(key=key, args={**args}))], context, outcome=outcome, choices=choices)


def officer_choice() -> Choice:
    """The way to a person, offered wherever we fall short."""
    return Choice(label=Say(key="handover.choice.officer"), payload="#handover")
