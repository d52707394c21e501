"""What the figures count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.evaluation.measuring.figures import PLAIN, Figures, f1, lines_of, losses
from bot.evaluation.questions import Asked
from bot.evaluation.report import Result
from knowledge_base.vocabulary import Aspect

BIRTH, DEATH = "1.001193", "1.000656"


def result(group: str, expected: str, outcome: str, *, ms: float = 10.0, asked: str = "", **meta: Any) -> Result:
    aspects = frozenset(Aspect(name) for name in asked.split(",")) if asked else None
    return Result(Asked("?", (expected,), aspects, group), {"outcome": outcome, "act": "question", **meta}, ms)


RESULTS = [
    result("chat", BIRTH, "answered", asked="papers,fee", procedure=BIRTH, aspects=["papers"]),
    result("chat", BIRTH, "answered", asked="papers", procedure=DEATH, aspects=["papers"]),
    result("chat", BIRTH, "clarify", candidates=[BIRTH], ms=30.0),
    result("story", DEATH, "ticket"),
    result("acts", "thanks", "smalltalk", act="thanks"),
    result("oos_far", "none", "declined"),
]


def test_as_written_there_is_a_line_a_group_and_one_for_all_procedures() -> None:
    lines = {line.key: line for line in lines_of("own", PLAIN, RESULTS)}
    groups = ("acts", "chat", "oos_far", "procedures", "story")
    assert list(lines) == [f"own/plain/{group}" for group in groups]
    chat = lines["own/plain/chat"]
    assert (chat.rows, chat.right, chat.clarified, chat.wrong) == (3, 33.3, 33.3, 33.3)
    assert (chat.aspect_rows, chat.aspects_exact, chat.aspects_f1) == (2, 50.0, 80.0)
    assert lines["own/plain/procedures"].rows == 4
    assert lines["own/plain/procedures"].handed_over == 25.0
    assert lines["own/plain/oos_far"].aspects_exact is None


def test_varied_questions_are_counted_by_what_they_are_about() -> None:
    assert [(line.group, line.rows) for line in lines_of("own", "bare", RESULTS)] == [
        ("acts", 1),
        ("oos_far", 1),
        ("procedures", 4),
    ]


def test_f1_weighs_what_was_told_too_much() -> None:
    told_all = result("g", BIRTH, "answered", asked="fee", procedure=BIRTH, aspects=["fee", "time", "papers"])
    assert f1([told_all]) == 50.0
    assert f1([result("g", "none", "declined")]) is None


def test_figures_survive_their_file() -> None:
    figures = Figures(tuple(lines_of("own", PLAIN, RESULTS)), {"p50": 8.0}, {"cores": 2})
    assert Figures.read(json.loads(json.dumps(figures.as_json()))) == figures


@pytest.mark.parametrize("style", [PLAIN, "bare"])
def test_no_results_no_lines(style: str) -> None:
    assert lines_of("own", style, []) == []


def test_a_style_loses_what_was_understood_as_written() -> None:
    turned = [*RESULTS[1:3], result("chat", BIRTH, "declined"), *RESULTS[3:]]
    lines = [*lines_of("own", PLAIN, RESULTS), *lines_of("own", "bare", turned), *lines_of("dev", "bare", turned)]
    [loss] = losses(Figures(tuple(lines), {}, {}))  # of dev there is nothing to compare with
    assert (loss.part, loss.style, loss.right, loss.found) == ("own", "bare", 25.0, 25.0)
