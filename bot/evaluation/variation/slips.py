"""Slips of the finger: letters doubled, dropped, swapped; words run together."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

SHORTEST = 3  # letters of a word worth slipping in: shorter ones become other words
PER_LETTERS = 25  # one slip in so many letters, as in hurried typing


def doubled(text: str, chance: Random) -> str:
    """Some letters typed twice."""
    return _slipped(text, chance, lambda word, place: word[: place + 1] + word[place:])


def dropped(text: str, chance: Random) -> str:
    """Some letters left out, never a word's first."""
    return _slipped(text, chance, lambda word, place: word[:place] + word[place + 1 :])


def swapped(text: str, chance: Random) -> str:
    """Some neighbours exchanged, never a word's first letter."""
    return _slipped(text, chance, _exchanged)


def joined(text: str, chance: Random) -> str:
    """Some spaces left out."""
    words = text.split(" ")
    spaces = range(1, len(words))
    gone = set(chance.sample(spaces, k=min(len(spaces), max(1, len(words) // 6))))
    return "".join(word if place in gone or not place else f" {word}" for place, word in enumerate(words))


def _exchanged(word: str, place: int) -> str:
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _slipped(text: str, chance: Random, slip: Callable[[str, int], str]) -> str:
    words = text.split(" ")
    able = [place for place, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha()]
    for place in chance.sample(able, k=min(len(able), max(1, len(text) // PER_LETTERS))):
        words[place] = slip(words[place], chance.randrange(1, len(words[place])))
    return " ".join(words)
