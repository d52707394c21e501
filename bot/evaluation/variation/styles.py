"""Every style by name; a question varies the same way whenever style and seed are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from bot.evaluation.variation.keyboards import telex, vni
from bot.evaluation.variation.letters import bare
from bot.evaluation.variation.slips import doubled, dropped, joined, swapped
from bot.evaluation.variation.teencode import teencode
from bot.evaluation.variation.tones import new_placement, old_placement

type Style = Callable[[str, Random], str]

_PUNCTUATION = re.compile(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)|_")  # 3.5 and 3/4 are said as numbers
_SLIPS = (doubled, dropped, swapped)


def _partly(change: Callable[[str], str], share: float) -> Style:
    def style(text: str, chance: Random) -> str:
        return " ".join(change(word) if chance.random() < share else word for word in text.split(" "))

    return style


def _spoken(text: str, chance: Random) -> str:
    return " ".join(_PUNCTUATION.sub(" ", text).lower().split())


def _typing(text: str, chance: Random) -> str:
    return chance.choice(_SLIPS)(text, chance)


STYLES: dict[str, Style] = {
    "bare": lambda text, chance: bare(text),
    "partly_bare": _partly(bare, 0.5),
    "teencode": teencode,
    "teencode_bare": lambda text, chance: bare(teencode(text, chance)),
    "doubled": doubled,
    "dropped": dropped,
    "swapped": swapped,
    "typing": _typing,
    "joined": joined,
    "nfd": lambda text, chance: unicodedata.normalize("NFD", text),
    "old_tones": lambda text, chance: old_placement(text),
    "new_tones": lambda text, chance: new_placement(text),
    "capitals": lambda text, chance: text.upper(),
    "telex": _partly(telex, 0.5),
    "vni": _partly(vni, 0.5),
    "spoken": _spoken,
}


def vary(text: str, style: str, seed: int = 0) -> str:
    """The text in that style; composed first, so that every spelling varies alike. Never empty."""
    composed = unicodedata.normalize("NFC", text)
    chance = Random(f"{seed}:{style}:{composed}")  # noqa: S311 measuring must be repeatable
    return STYLES[style](composed, chance) or composed
