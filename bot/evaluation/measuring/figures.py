"""Figures of a measurement: a line a set, style and group; shares in per cent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.report import Result, percentile
from bot.evaluation.verdicts import Verdict, aspects_right

PLAIN = "plain"
"""The style of the questions as they were written."""

PROCEDURES = "procedures"
ACTS = "acts"


@dataclass(frozen=True)
class Line:
    """What became of some questions. ``aspect_rows``: answered ones whose aspects are known."""

    part: str
    style: str
    group: str
    rows: int
    right: float
    clarified: float
    wrong: float
    handed_over: float
    declined: float
    failed: float
    aspect_rows: int
    aspects_exact: float | None
    aspects_f1: float | None
    p50: float
    p99: float

    @property
    def key(self) -> str:
        """What a line is found by in another measurement."""
        return f"{self.part}/{self.style}/{self.group}"


@dataclass(frozen=True)
class Figures:
    """A whole measurement. ``latency``: of one question at a time; the lines' times are taken under load."""

    lines: tuple[Line, ...]
    latency: dict[str, float]
    about: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return {"about": self.about, "latency": self.latency, "lines": [asdict(line) for line in self.lines]}

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Figures:
        """Out of the file."""
        return cls(tuple(Line(**line) for line in raw["lines"]), raw["latency"], raw["about"])


@dataclass(frozen=True)
class Loss:
    """Points that procedures lose in a style against the same questions as written."""

    part: str
    style: str
    right: float
    found: float  # right at once, or among the choices


def losses(figures: Figures) -> list[Loss]:
    """A loss a set and style; negative where the style was understood better."""
    lines = {(line.part, line.style): line for line in figures.lines if line.group == PROCEDURES}
    return [
        Loss(part, style, round(plain.right - line.right, 1), round(found(plain) - found(line), 1))
        for (part, style), line in lines.items()
        if style != PLAIN and (plain := lines.get((part, PLAIN)))
    ]


def found(line: Line) -> float:
    """Per cent answered rightly at once, or with the right procedure among the choices."""
    return line.right + line.clarified


def lines_of(part: str, style: str, results: Sequence[Result]) -> list[Line]:
    """A line a group as written; varied questions are counted by what they are about, so that no line is tiny."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.asked.group if style == PLAIN else kind_of(result), []).append(result)
    if style == PLAIN:
        groups[PROCEDURES] = [result for result in results if kind_of(result) == PROCEDURES]
    return [line_of(part, style, group, groups[group]) for group in sorted(groups) if groups[group]]


def kind_of(result: Result) -> str:
    """Procedures, acts, or the group of what is out of scope."""
    if result.asked.is_procedure:
        return PROCEDURES
    return result.asked.group if result.asked.expected == ("none",) else ACTS


def line_of(part: str, style: str, group: str, results: Sequence[Result]) -> Line:
    """One line of at least one result."""
    known = [right for result in results if (right := aspects_right(result.asked, result.meta)) is not None]
    times = [result.ms for result in results]
    shares = {
        verdict.value: _share(sum(result.verdict is verdict for result in results), len(results)) for verdict in Verdict
    }
    return Line(
        part=part,
        style=style,
        group=group,
        rows=len(results),
        aspect_rows=len(known),
        aspects_exact=_share(sum(known), len(known)) if known else None,
        aspects_f1=f1(results),
        p50=round(percentile(times, 50), 1),
        p99=round(percentile(times, 99), 1),
        **shares,
    )


def f1(results: Iterable[Result]) -> float | None:
    """Over all aspects asked and told, of the answers whose aspects are known."""
    hit = asked = told = 0
    for result in results:
        if aspects_right(result.asked, result.meta) is not None:
            expected, given = result.asked.aspects or frozenset(), set(result.meta.get("aspects") or [])
            hit, asked, told = hit + len(expected & given), asked + len(expected), told + len(given)
    return round(200 * hit / (asked + told), 1) if asked + told else None


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)
