"""Puts short asking phrases ("cần giấy tờ gì", "bao lâu xong") into whole questions, alone and by twos."""

from __future__ import annotations

from random import Random
from typing import List, Sequence, Tuple

ASKING = "ask_"
LONGEST = 7  # words of a phrase
OVERVIEW = "ask_overview"
ALONE = (
    "{topic} {phrase}",
    "{topic} thì {phrase}",
    "muốn {topic} thì {phrase}",
    "tôi muốn {topic}, {phrase}",
    "em cần {topic} mà không biết {phrase}",
    "{phrase} khi {topic}",
    "{phrase} để {topic}",
    "{topic} cho người nhà thì {phrase}",
)
AFTER_A_QUESTION = (
    "còn {phrase}",
    "vậy {phrase}",
    "thế {phrase}",
    "rồi {phrase}",
    "vậy còn {phrase} thì sao",
    "{phrase}",
)
PAIRED = (
    "{topic} {phrase}, {other}",
    "{topic} {phrase} và {other}",
    "{topic} {phrase} {other}",
    "{phrase}, {other} khi {topic}",
    "muốn {topic} thì {phrase} với {other}",
    "{phrase} và {other}",
)
PAIRABLE = ("ask_papers", "ask_fee", "ask_time", "ask_place", "ask_steps", "ask_online", "ask_form")


def is_phrase(text: str, label: str, marked: bool) -> bool:
    """Whether an example is a bare asking phrase that can stand beside any topic."""
    single = label.startswith(ASKING) and "+" not in label and label != OVERVIEW
    return single and not marked and len(text.split()) <= LONGEST


def with_topic(phrase: str, topic: str, chance: Random) -> str:
    """A question about the topic."""
    return chance.choice(ALONE).format(topic=topic, phrase=_bare(phrase))


def carried_on(phrase: str, chance: Random) -> str:
    """A follow-up without a topic."""
    return chance.choice(AFTER_A_QUESTION).format(phrase=_bare(phrase))


def paired(phrases: Sequence[Tuple[str, str]], topic: str, chance: Random) -> Tuple[str, str]:
    """A question with two aspects, and its label."""
    pairable = [item for item in phrases if item[1] in PAIRABLE]
    first, label = chance.choice(pairable)
    others = [item for item in pairable if item[1] != label]
    second, other = chance.choice(others)
    text = chance.choice(PAIRED).format(topic=topic, phrase=_bare(first), other=_bare(second))
    return text, f"{label}+{other}"


def pairs(
    phrases: Sequence[Tuple[str, str]], topics: Sequence[str], count: int, chance: Random
) -> List[Tuple[str, str]]:
    """So many questions with two aspects; none where all phrases ask the same."""
    if len({label for _, label in phrases if label in PAIRABLE}) < 2:
        return []
    return [paired(phrases, chance.choice(topics), chance) for _ in range(count)]


def _bare(phrase: str) -> str:
    words = phrase.rstrip("?. ").split()
    while words and words[0] in {"còn", "vậy", "thế", "rồi"} and len(words) > 2:
        words = words[1:]
    return " ".join(words)
