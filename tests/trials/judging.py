"""Compares what a citizen sent, what was written down and what arrived: lost, out of order, or too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Reply:
    """A message to the citizen as it was decided. ``parts`` are the marks under which its pieces arrive."""

    parts: Sequence[str]
    inbox_id: int | None = None  # None: not an answer to a message, but an officer's


@dataclass(frozen=True)
class Record:
    """Everything about one citizen."""

    sent: Sequence[str]  # accepted, in order
    written: Sequence[tuple[int, str]]  # inbox rows: id and text
    replies: Sequence[Reply]  # the outbox, in order
    heard: Sequence[str]  # marks, as they arrived


@dataclass
class Findings:
    """What went wrong, in counts and in words."""

    lost: int = 0
    inversions: int = 0
    extra: int = 0
    strange: int = 0  # arrived, but nobody decided it
    notes: list[str] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        """Count both."""
        self.lost += other.lost
        self.inversions += other.inversions
        self.extra += other.extra
        self.strange += other.strange
        self.notes += other.notes


def judge(record: Record) -> Findings:
    """Every accepted message is written once and answered; answers come in the order of the messages."""
    found = Findings()
    texts = [text for _, text in record.written]
    _lose(found, "accepted but not written", (Counter(record.sent) - Counter(texts)).elements())
    if not found.lost and texts != list(record.sent):
        found.inversions += 1
        found.notes.append(f"written in another order: {texts} for {list(record.sent)}")
    answered = [reply.inbox_id for reply in record.replies if reply.inbox_id is not None]
    _lose(found, "never answered", (text for number, text in record.written if number not in answered))
    found.inversions += sum(first > second for first, second in pairwise(answered))
    found.add(_arrived(record))
    return found


def _arrived(record: Record) -> Findings:
    """An officer's answer may come between two replies; among themselves the replies keep their order."""
    officers = {part for reply in record.replies if reply.inbox_id is None for part in reply.parts}
    replies = [reply.parts for reply in record.replies if reply.inbox_id is not None]
    found = compare(replies, [mark for mark in record.heard if mark not in officers])
    count = Counter(mark for mark in record.heard if mark in officers)
    _lose(found, "officer's answer", (part for part in officers if not count[part]))
    found.extra += sum(number - 1 for number in count.values())
    return found


def compare(replies: Sequence[Sequence[str]], heard: Sequence[str]) -> Findings:
    """What was to arrive beside what arrived; a message of several pieces that came again counts as one copy."""
    expected = [(number, part) for number, parts in enumerate(replies) for part in parts]
    marks = [part for _, part in expected]
    found, copies, skipped, at = Findings(), Counter[tuple[int, str]](), list[int](), 0
    for mark in heard:
        if at < len(marks) and marks[at] == mark:
            at += 1
        elif (late := next((i for i in skipped if marks[i] == mark), None)) is not None:
            skipped.remove(late)
            found.inversions += 1
            found.notes.append(f"came late: {mark[:80]}")
        elif mark in marks[:at]:
            copies[expected[at - 1 - marks[:at][::-1].index(mark)]] += 1
        elif mark in marks[at:]:
            ahead = marks.index(mark, at)
            skipped += range(at, ahead)
            at = ahead + 1
        else:
            found.strange += 1
            found.notes.append(f"nobody decided: {mark[:80]}")
    _lose(found, "did not arrive", (marks[i] for i in [*skipped, *range(at, len(marks))]))
    found.extra = _messages(copies)
    return found


def _messages(copies: Counter[tuple[int, str]]) -> int:
    most: dict[int, int] = {}
    for (number, _), times in copies.items():
        most[number] = max(most.get(number, 0), times)
    return sum(most.values())


def _lose(found: Findings, why: str, marks: Iterable[str]) -> None:
    for mark in marks:
        found.lost += 1
        found.notes.append(f"{why}: {mark[:80]}")
