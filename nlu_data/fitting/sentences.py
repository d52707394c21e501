"""What is asked while fitting: questions, names in whole questions, business of others; each belongs to one fold."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Iterator, List, Mapping, NamedTuple, Sequence, Tuple

import yaml

from nlu_data.learning.noise import noisy
from nlu_data.learning.questions import Asked

FRAMES = Path(__file__).with_name("frames.yml")
NONE = "none"


class Sentence(NamedTuple):
    """``right``: acceptable procedures, or ``("none",)``. ``kind``: of which the fit wants so many."""

    text: str
    right: Tuple[str, ...]
    kind: str


def fold_of(text: str, folds: int) -> int:
    """Always the same for the same text, however many others there are."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") % folds


def of_questions(rows: Sequence[Asked], signposts: Sequence[str] | frozenset[str]) -> Iterator[Sentence]:
    """Labelled questions, as typed and in a noisy spelling."""
    for row in rows:
        right = tuple(row.procedure.split("|"))
        kind = "question_none" if right == (NONE,) else "question_signpost" if right[0] in signposts else "question"
        yield from _spelt(row.text, right, kind)


def of_names(names: Mapping[str, Sequence[str]], signposts: Sequence[str] | frozenset[str]) -> Iterator[Sentence]:
    """Everyday names of procedures, in whole questions."""
    for code, phrases in names.items():
        for phrase in phrases:
            yield from _spelt(framed(phrase), (code,), "name_signpost" if code in signposts else "name")


def of_topics(topics: Sequence[str]) -> Iterator[Sentence]:
    """Business of others, in the same questions."""
    for topic in topics:
        yield from _spelt(framed(topic), (NONE,), "topic_none")


def framed(name: str) -> str:
    """A name in a question, always the same one."""
    return Random(name).choice(_frames()).format(name)  # noqa: S311 fitting must be repeatable


def _frames() -> List[str]:
    frames: List[str] = yaml.safe_load(FRAMES.read_text(encoding="utf-8"))
    return frames


def _spelt(text: str, right: Tuple[str, ...], kind: str) -> Iterator[Sentence]:
    yield Sentence(text, right, kind)
    yield Sentence(noisy(text, Random(text)), right, kind)  # noqa: S311 fitting must be repeatable
