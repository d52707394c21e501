"""Undoes slips of fingers and keyboards: Telex and VNI keys left over, letters doubled or swapped, words run together.

Only a word that cannot be a Vietnamese syllable is touched, and only where what comes out is made of syllables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge_base.language.fold import fold
from knowledge_base.language.syllables import is_syllable

# Not two syllables run together.
LOANS = frozenset({"camera", "logo", "menu", "photo", "robot", "taxi", "test", "tivi", "video", "visa"})
_LONGEST = 30  # letters of words that may have run together
_MOST = 4  # of them

_SHAPES = (
    *(("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô")),
    *(("uwow", "ươ"), ("uow", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư")),
)
_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI = str.maketrans("12345", "sfrxj")
_VNI_SHAPES = ((re.compile(r"d9"), "dd"), (re.compile(r"([aeo])6"), r"\1\1"), (re.compile(r"([uoa])[78]"), r"\1w"))
_TONE_KEY = re.compile(r"^(\w*[aeiouyăâêôơư])(?:((?:ch|ng|nh|[cmnpt])?)([sfrxj])|([sfrxj])(ch|ng|nh|[cmnpt]))$")
_VOWELS = re.compile(r"^(qu|gi(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư]*)([aeiouyăâêôơư]+)(.*)$")
_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=20_000)
def mended(word: str) -> str:
    """The word or words meant by one lower-case word; itself where nothing better is known."""
    if is_syllable(word) or word in LOANS or not word.isalnum():
        return word
    for meant in (_untyped(word), _DOUBLED.sub(r"\1", word)):
        if meant != word and is_syllable(meant):
            return meant
    swapped = set(filter(is_syllable, _swapped(word))) if len(word) > 2 else set()
    if len(swapped) == 1:
        return swapped.pop()
    return " ".join(_cut(word, _MOST) or [word]) if word.isalpha() and len(word) <= _LONGEST else word


def _swapped(word: str) -> list[str]:
    """Every way in which two neighbouring letters may have changed places, but for the first one."""
    places = range(1, min(len(word), _LONGEST) - 1)
    return [word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in places]


def _untyped(word: str) -> str:
    """As the input method would have written it, had it been on."""
    if not word.isascii() or len(word) < 3:
        return word
    keys = word
    for pattern, letters in _VNI_SHAPES:
        keys = pattern.sub(letters, keys)
    keys = keys.translate(_VNI)
    for typed, letter in _SHAPES:
        keys = keys.replace(typed, letter)
    found = _TONE_KEY.match(keys)
    if found is None:
        return keys
    vowels, end, tone, early_tone, late_end = found.groups()
    return _with_tone(vowels + (end or late_end or ""), _TONES[tone or early_tone])


def _with_tone(word: str, tone: str) -> str:
    """The tone mark where the school books' rule puts it."""
    found = _VOWELS.match(word)
    if found is None:
        return word
    onset, vowels, end = found.groups()
    place = _place(vowels, closed=bool(end))
    marked = unicodedata.normalize("NFC", vowels[place] + tone)
    return onset + vowels[:place] + marked + vowels[place + 1 :] + end


def _place(vowels: str, *, closed: bool) -> int:
    shaped = [place for place, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    return len(vowels) - 1 if closed else max(0, len(vowels) - 2)


def _cut(word: str, most: int) -> list[str] | None:
    """The fewest syllables that make up the word, those that begin with a consonant and the longest ones first."""
    cuts = [
        [word[:place], *rest]
        for place in range(2, len(word) - 1)
        if is_syllable(word[:place])
        for rest in ([[word[place:]]] if is_syllable(word[place:]) else _further(word[place:], most - 1))
    ]
    return min(cuts, key=_strangeness, default=None)


def _strangeness(parts: list[str]) -> tuple[int, int, int]:
    return len(parts), sum(fold(part[0]) in "aeiouy" for part in parts), -len(parts[0])


def _further(word: str, most: int) -> list[list[str]]:
    cut = _cut(word, most) if most > 1 else None
    return [cut] if cut else []
