"""Mends slips of the keyboard: a letter lost, doubled, swapped, words run together, Telex and VNI keys left over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from knowledge_base.search.words import bare

_LETTERS = "abcdeghiklmnopqrstuvxy"
_TELEX = ((re.compile(r"dd"), "d"), (re.compile(r"([aeo])\1"), r"\1"), (re.compile(r"w"), ""))
_TONE_KEY = re.compile(r"[sfrxj](?=[a-z]?$)")
_SHORTEST, _LONGEST = 3, 24  # letters; shorter words have too many neighbours


class Spelling:
    """Knows the words of the knowledge and their neighbours; a word is mended only where its neighbours agree."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._words: set[str] = set()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._learn(texts)

    def knowing(self, texts: Iterable[Sequence[str]]) -> Spelling:
        """One that knows some more words."""
        more = Spelling([])
        more._words, more._pairs = self._words.copy(), self._pairs.copy()
        more._learn(texts)
        return more

    def mend(self, words: Sequence[str]) -> list[str]:
        """The words, unknown ones replaced by known ones (without diacritics) where that is likely meant."""
        words = [self._typed(word) for word in words]
        return self._pass(self._pass(words))  # a mended word tells about its neighbour

    def _learn(self, texts: Iterable[Sequence[str]]) -> None:
        for words in texts:
            folded = [bare(word) for word in words]
            self._words.update(folded)
            self._pairs.update(pairwise(folded))

    def _typed(self, word: str) -> str:
        folded = bare(word)
        known = (other for other in _untyped(folded) if other in self._words)
        return word if folded in self._words else next(known, word)

    def _pass(self, words: Sequence[str]) -> list[str]:
        folded = [bare(word) for word in words]
        mended: list[str] = []
        for place, word in enumerate(words):
            before = bare(mended[-1]) if mended else ""
            after = folded[place + 1] if place + 1 < len(words) else ""
            known = folded[place] in self._words or not _SHORTEST <= len(word) <= _LONGEST
            mended += [word] if known else self._likeliest(folded[place], before, after) or [word]
        return mended

    def _likeliest(self, word: str, before: str, after: str) -> list[str] | None:
        others = {(other,) for other in _one_slip(word) if other in self._words} | set(self._cuts(word))
        fit, best = max(((self._fit(other, before, after), other) for other in others), default=(0, ()))
        return list(best) if fit > 0 else None

    def _fit(self, words: tuple[str, ...], before: str, after: str) -> int:
        return sum(self._pairs[pair] for pair in pairwise((before, *words, after)))

    def _cuts(self, word: str) -> Iterator[tuple[str, ...]]:
        """Ways to cut run-together words into known ones that stand side by side somewhere."""
        for place in range(2, len(word) - 1):
            head, tail = word[:place], word[place:]
            if head not in self._words:
                continue
            rests = [*([(tail,)] if tail in self._words else []), *self._cuts(tail)]
            yield from ((head, *rest) for rest in rests if self._pairs[head, rest[0]])


def _untyped(word: str) -> Iterator[str]:
    """What was meant when keys of an input method were typed as letters or digits."""
    yield re.sub(r"\d", "", word)
    for pattern, letter in _TELEX:
        word = pattern.sub(letter, word)
    yield word
    yield _TONE_KEY.sub("", word)


def _one_slip(word: str) -> Iterator[str]:
    """Every word one lost, added, swapped or wrong letter away."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
