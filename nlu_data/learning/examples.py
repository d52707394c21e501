"""Makes many training sentences of few: other topics, other beginnings and ends, other spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import List, Tuple

from nlu_data.learning.noise import noisy
from nlu_data.learning.phrases import ASKING, carried_on, is_phrase, pairs, with_topic

OUTSIDE = "out_of_scope_near"
OPENERS = (
    "cho em hỏi",
    "cho tôi hỏi",
    "em ơi cho chị hỏi",
    "xin hỏi",
    "dạ cho em hỏi",
    "alo",
    "ad ơi",
    "chào em, cho cô hỏi",
    "xin chào, tôi muốn hỏi",
    "dạ thưa cán bộ",
    "anh chị cho em hỏi với",
    "làm ơn cho biết",
    "nhờ tư vấn giúp",
    "chào anh chị ạ,",
)
CLOSERS = (
    "ạ",
    "vậy em",
    "vậy ạ",
    "hả em",
    "em xin cảm ơn",
    "cảm ơn em",
    "xin cảm ơn ạ",
    "với ạ",
    "nhỉ",
    "mong được trả lời",
    "trả lời giúp em với",
    "thế",
)


@dataclass(frozen=True)
class Example:
    """A sentence as written in ``nlu/``. ``marks``: where its exchangeable topics begin and end."""

    text: str
    label: str
    marks: Tuple[Tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Growth:
    """How many sentences to make of one."""

    topics: int = 3
    outside: int = 2
    pairs: int = 400  # questions with two aspects, in all


def grow(
    examples: Iterable[Example], topics: Sequence[str], outside: Sequence[str], chance: Random, growth: Growth
) -> List[Tuple[str, str]]:
    """Sentences with labels, each also in a noisy spelling."""
    written = list(examples)
    phrases = [(item.text, item.label) for item in written if is_phrase(item.text, item.label, bool(item.marks))]
    plain = [pair for example in written for pair in _exchanged(example, topics, outside, chance, growth)]
    plain += _placed(phrases, topics, outside, chance, growth) if topics and outside else []
    return plain + [(noisy(_wrapped(text, label, chance), chance), label) for text, label in plain]


def _placed(
    phrases: Sequence[Tuple[str, str]], topics: Sequence[str], outside: Sequence[str], chance: Random, growth: Growth
) -> List[Tuple[str, str]]:
    """Bare asking phrases in whole questions: about ours, about others' business, and as follow-ups."""
    placed = pairs(phrases, topics, growth.pairs, chance)
    for phrase, label in phrases:
        placed += [(with_topic(phrase, chance.choice(topics), chance), label) for _ in range(growth.topics)]
        placed.append((with_topic(phrase, chance.choice(outside), chance), OUTSIDE))
        placed.append((carried_on(phrase, chance), label))
    return placed


def _exchanged(
    example: Example, topics: Sequence[str], outside: Sequence[str], chance: Random, growth: Growth
) -> Iterator[Tuple[str, str]]:
    yield example.text, example.label
    if not example.marks:
        return
    for _ in range(growth.topics if topics else 0):
        yield _put(example, chance.choice(topics)), example.label
    for _ in range(growth.outside if outside and example.label.startswith(ASKING) else 0):
        yield _put(example, chance.choice(outside)), OUTSIDE


def _put(example: Example, topic: str) -> str:
    text = example.text
    for start, end in sorted(example.marks, reverse=True):
        text = text[:start] + topic + text[end:]
    return text


def _wrapped(text: str, label: str, chance: Random) -> str:
    if not label.startswith((ASKING, OUTSIDE)):
        return text
    if chance.random() < 0.3:
        text = f"{chance.choice(OPENERS)} {text}"
    if chance.random() < 0.3:
        text = f"{text.rstrip('?. ')} {chance.choice(CLOSERS)}"
    return text
