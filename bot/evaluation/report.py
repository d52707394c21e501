"""Puts results together: a table a group, and a list for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from bot.evaluation.questions import Asked
from bot.evaluation.verdicts import Verdict, aspects_right, judge
from bot.texts import Texts


@dataclass(frozen=True)
class Result:
    """One question and what came back; ``ms``: from sending it to its answer."""

    asked: Asked
    meta: dict[str, Any]
    ms: float

    @property
    def verdict(self) -> Verdict:
        """How it counts."""
        return judge(self.asked, self.meta)

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {
            "question": self.asked.question,
            "group": self.asked.group,
            "expected": "|".join(self.asked.expected),
            "expected_aspects": sorted(self.asked.aspects or ()),
            "outcome": self.meta.get("outcome"),
            "procedure": self.meta.get("procedure"),
            "candidates": self.meta.get("candidates") or [],
            "aspects": self.meta.get("aspects") or [],
            "act": self.meta.get("act"),
            "verdict": self.verdict.value,
            "ms": round(self.ms, 1),
        }


def table(results: Sequence[Result], texts: Texts) -> str:
    """A line a group and one for all, shares in per cent."""
    groups = sorted({result.asked.group for result in results})
    rows = [_row(group, [result for result in results if result.asked.group == group]) for group in groups]
    if len(groups) > 1:
        rows.append(_row(texts.say("evaluate.all"), results))
    names = ("group", "count", *(verdict.value for verdict in Verdict), "aspects", "p50", "p99")
    return aligned([[texts.say(f"evaluate.column.{name}") for name in names], *rows])


def _row(name: str, results: Sequence[Result]) -> list[str]:
    verdicts = [result.verdict for result in results]
    known = [right for result in results if (right := aspects_right(result.asked, result.meta)) is not None]
    times = [result.ms for result in results]
    return [
        name,
        str(len(results)),
        *(_share(verdicts.count(verdict), len(verdicts)) for verdict in Verdict),
        _share(sum(known), len(known)),
        f"{percentile(times, 50):.0f}",
        f"{percentile(times, 99):.0f}",
    ]


def percentile(values: Sequence[float], per_cent: int) -> float:
    """The value below which so many per cent lie."""
    return quantiles(values, n=100, method="inclusive")[per_cent - 1] if len(values) > 1 else values[0]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns under each other, the first to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        first, *rest = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *rest]))
    return "\n".join(lines)
