"""Reads what a citizen writes about where they live: names, former districts, "cũ"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.language.fold import fold, normalise

_KINDS = re.compile(r"^(?:xa|phuong|thi tran|thi xa|thanh pho|huyen|tinh|p|x|tt|tp|tx)\s+")
_UNIT = r"(?:xa|phuong|thi tran|p|x|tt)"
_LEADS = rf"(?:{_UNIT}|o|tai)"
_AREA = r"\b(?:thanh pho|thi xa|tp|tx|huyen|h|tinh)\s+"  # was above the communes; none is left but Đồng Nai itself
_FORMERLY = re.compile(r"\b(?:cu|truoc day|truoc kia|truoc la|ngay truoc|hoi truoc)\b")
_OTHER_TONES = {"cú", "củ", "cụ", "cù", "cư", "cứ"}


@dataclass(frozen=True)
class Name:
    """A name in words of one spelling, with and without diacritics, without what kind of unit it is."""

    plain: str
    folded: str


@dataclass(frozen=True)
class Place:
    """A citizen's words. ``areas``: former districts, cities and provinces named beside the commune, folded."""

    plain: str
    folded: str
    areas: frozenset[str]
    former: bool  # an old name is meant

    def holds(self, name: Name) -> bool:
        """Whether the name stands there, with or without diacritics."""
        return f" {name.folded} " in f" {self.folded} "

    def introduces(self, name: Name) -> bool:
        """Whether the name stands behind a word that makes it a unit: "xã …", "ở …"."""
        return re.search(rf"\b{_LEADS} {re.escape(name.folded)}\b", self.folded) is not None

    def calls(self, name: Name) -> bool:
        """Whether the text says what kind of unit it is: "phường …", not the bare name of a former district."""
        return re.search(rf"\b{_UNIT} {re.escape(name.folded)}\b", self.folded) is not None

    def spells(self, name: Name) -> bool:
        """Whether the name stands there with these very diacritics."""
        return f" {name.plain} " in f" {self.plain} "


@lru_cache(maxsize=4096)
def name(text: str) -> Name:
    """A unit's name, bare; every question is held against the same ones."""
    words = _words(text)
    folded = " ".join(map(fold, words))
    kind = _KINDS.match(folded)
    kept = words[kind[0].count(" ") :] if kind else words
    return Name(" ".join(kept), " ".join(map(fold, kept)))


def place(text: str, areas: Iterable[str]) -> Place:
    """What the text says; ``areas`` are the folded names of former districts, cities and provinces."""
    words = _words(text)
    known = "|".join(sorted(map(re.escape, areas), key=len, reverse=True))
    named = re.compile(rf"{_AREA}({known})\b")
    folded = " ".join(map(fold, words))
    above = frozenset(match[1] for match in named.finditer(folded))
    rest = _without(words, named)
    bare = _without(rest, _FORMERLY)
    return Place(" ".join(bare), " ".join(map(fold, bare)), above, former=len(bare) < len(rest))


def without_kind(folded: str) -> str:
    """Folded words without a leading "xa", "phuong"…"""
    return _KINDS.sub("", folded)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", normalise(text))


def _without(words: list[str], pattern: re.Pattern[str]) -> list[str]:
    """The words without those the pattern finds once they are folded."""
    folded = " ".join(map(fold, words))
    dropped: set[int] = set()
    for match in pattern.finditer(folded):
        first = folded[: match.start()].count(" ")
        if words[first] not in _OTHER_TONES:
            dropped.update(range(first, first + match[0].count(" ") + 1))
    return [word for place, word in enumerate(words) if place not in dropped]
