"""A question that is a procedure's name and words that only ask needs no weighing, however new the procedure is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from knowledge_base.language.fold import fold
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.words import plain

SHORTEST = 3  # words; shorter names stand in many questions by chance
LONGEST = 40  # words of a question looked at


class Names:
    """Every name and alias of the procedures, to the procedure that alone bears it."""

    def __init__(self, documents: Mapping[str, ProcedureDocument]) -> None:
        self._codes: dict[str, str | None] = {}
        for code, document in documents.items():
            for name in {_spelt(name) for name in (document.name, document.official_name, *document.aliases)}:
                if name.count(" ") + 1 >= SHORTEST:
                    self._codes[name] = code if self._codes.get(name, code) == code else None

    def only(self, text: str, tells: Callable[[str], bool]) -> str | None:
        """The procedure that a question names word for word, unless the other words tell something about it too."""
        words = _spelt(text).split()
        if len(words) > LONGEST:
            return None
        for first, last in _longest_first(len(words)):
            name = " ".join(words[first:last])
            if name in self._codes:
                return None if tells(" ".join([*words[:first], *words[last:]])) else self._codes[name]
        return None


@lru_cache(maxsize=100_000)
def _spelt(name: str) -> str:
    return " ".join(fold(plain(name)).split())


def _longest_first(words: int) -> Iterator[tuple[int, int]]:
    for length in range(words, SHORTEST - 1, -1):
        for first in range(words - length + 1):
            yield first, first + length
