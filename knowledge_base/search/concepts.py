"""Different words for the same thing, brought together under one concept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge_base.search.words import bare, plain

type _Wording = tuple[list[str], list[str], str]  # with diacritics, without, concept


class Concepts:
    """Finds concepts by their wordings, typed with all, some or no diacritics."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[_Wording]] = defaultdict(list)
        for concept, wordings in table.items():
            for wording in wordings:
                accented = plain(wording).split()
                stripped = [bare(word) for word in accented]
                self._by_first[stripped[0]].append((accented, stripped, concept))

    def of(self, words: Sequence[str]) -> list[str]:
        """Concepts in a text given as plain words, each once, sorted."""
        folded = [bare(word) for word in words]
        found = {
            concept
            for start, first in enumerate(folded)
            for accented, stripped, concept in self._by_first.get(first, ())
            if folded[start : start + len(stripped)] == stripped
            and _agree(words[start : start + len(stripped)], accented, stripped)
        }
        return sorted(found)


def _agree(words: Sequence[str], accented: Sequence[str], stripped: Sequence[str]) -> bool:
    """Whether each word is written as in the list, or without any mark."""
    return all(word in forms for word, *forms in zip(words, accented, stripped, strict=True))
