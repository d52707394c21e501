"""A message as the language model understood it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge_base.language.fold import fold
from knowledge_base.vocabulary import Aspect

_CARRIES_ON = re.compile(r"^(?:da |vay |the |ua )*(?:con|vay con|the con|vay thi|neu la)\b")


@dataclass(frozen=True)
class Question:
    """The words, and what Rasa made of them: intent, how likely each intent is, the aspects asked."""

    text: str
    intent: str = "ask_overview"
    likely: Mapping[str, float] = field(default_factory=dict)
    aspects: tuple[Aspect, ...] = ()

    def how_likely(self, intent: str) -> float:
        """Probability of an intent."""
        return self.likely.get(intent, 0.0)

    @property
    def carries_on(self) -> bool:
        """Whether it starts like a continuation: "còn…", "thế còn…"."""
        return _CARRIES_ON.match(fold(self.text)) is not None

    @property
    def only_names_a_topic(self) -> bool:
        """Whether nothing particular is asked."""
        return set(self.aspects) <= {Aspect.OVERVIEW}
