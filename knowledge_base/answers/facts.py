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
    return listing(title, [(item.text, item.certainty) for item in items], ordered=ordered)


def listing(title: str, items: Sequence[tuple[str | Say, Certainty]], *, ordered: bool = False) -> list[Block]:
    """A titled list; where no line is verified the title says so once, else each line that is not."""
    if not items:
        return []
    heading: str | Say = Say(key=title)
    if len(items) > 1 and all(certainty is not Certainty.VERIFIED for _, certainty in items):
        return [
            Listing(title=marked(heading, Certainty.UNVERIFIED), items=[words for words, _ in items], ordered=ordered)
        ]
    return [Listing(title=heading, items=[marked(*item) for item in items], ordered=ordered)]


def missing() -> list[Block]:
    """Nobody could verify this part."""
    return [Text(text=Say(key="answer.missing"))]
