"""A group may not become worse; a tiny one may lose one row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.measuring.compare import changed, drops
from bot.evaluation.measuring.figures import Figures, Line

LINE = Line(
    part="own",
    style="plain",
    group="chat",
    rows=200,
    right=90.0,
    clarified=6.0,
    wrong=2.0,
    handed_over=1.0,
    declined=1.0,
    failed=0.0,
    aspect_rows=180,
    aspects_exact=92.0,
    aspects_f1=94.0,
    p50=9.0,
    p99=40.0,
)


def figures(*lines: Line) -> Figures:
    return Figures(lines, {"p50": 9.0}, {})


@pytest.mark.parametrize(
    ("change", "worse"),
    [
        ({}, []),
        ({"right": 95.0, "wrong": 0.0}, []),
        ({"right": 89.0}, []),
        ({"right": 88.5}, ["right"]),
        ({"wrong": 3.5}, ["wrong"]),
        ({"aspects_exact": 90.5}, ["aspects"]),
        ({"aspects_exact": None}, []),
        ({"p50": 900.0}, []),  # times depend on the machine: told, not held
    ],
)
def test_a_large_group_may_fall_by_one_point(change: dict[str, float | None], worse: list[str]) -> None:
    after = replace(LINE, **change)  # type: ignore[arg-type]
    assert [drop.what for drop in drops(figures(LINE), figures(after))] == worse


def test_of_a_small_group_one_row_may_turn_not_two() -> None:
    small = replace(LINE, rows=25, aspect_rows=25, aspects_exact=None)
    one, two = replace(small, right=86.0), replace(small, right=82.0)
    assert drops(figures(small), figures(one)) == []
    assert [drop.before - drop.after for drop in drops(figures(small), figures(two))] == [8.0]


def test_other_questions_are_named_not_compared() -> None:
    larger = replace(LINE, rows=210, right=50.0)
    new = replace(LINE, group="voice")
    assert drops(figures(LINE), figures(larger, new)) == []
    assert changed(figures(LINE), figures(larger, new)) == ["own/plain/chat", "own/plain/voice"]
    assert changed(figures(LINE), figures(LINE)) == []


def test_a_set_that_is_missing_now_is_no_drop() -> None:
    dev = replace(LINE, part="dev")
    assert drops(figures(LINE, dev), figures(LINE)) == []
