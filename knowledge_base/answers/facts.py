"""Facts as lines: what is verified stands as it is, everything else is marked."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.procedures.schema import Fact
from knowledge_base.replies import Block, Listing, Say, Text
from knowledge_base.vocabulary import Certainty


def marked(words: str | Say, certainty: Certainty) -> str | Say:
    """The words, with a remark that an officer will confirm them unless they are verified."""
    return words if certainty is Certainty.VERIFIED else Say(key="answer.unverified", args={"text": words})


def line(fact: Fact) -> str | Say:
    """One fact."""
    return marked(fact.text, fact.certainty)


def facts(title: str, items: Sequence[Fact], *, ordered: bool = False) -> list[Block]:
    """A titled list of facts; nothing if there are none."""
    lines = [line(item) for item in items]
    return [Listing(title=Say(key=title), items=lines, ordered=ordered)] if lines else []


def missing() -> list[Block]:
    """Nobody could verify this part."""
    return [Text(text=Say(key="answer.missing"))]
