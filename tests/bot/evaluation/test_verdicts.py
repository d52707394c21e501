"""What counts as right, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.questions import Asked
from bot.evaluation.report import Result, table
from bot.evaluation.verdicts import Verdict, aspects_right, judge
from bot.texts import Texts
from knowledge_base.vocabulary import Aspect

BIRTH, DEATH = "1.001193", "1.000656"


def meta(outcome: str, procedure: str | None = None, **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "procedure": procedure, "act": "question", **more}


@pytest.mark.parametrize(
    ("expected", "given", "verdict"),
    [
        ((BIRTH,), meta("answered", BIRTH), Verdict.RIGHT),
        ((DEATH, BIRTH), meta("answered", BIRTH), Verdict.RIGHT),
        ((BIRTH,), meta("answered", DEATH, candidates=[DEATH, BIRTH]), Verdict.WRONG),
        ((BIRTH,), meta("clarify", candidates=[DEATH, BIRTH]), Verdict.CLARIFIED),
        ((BIRTH,), meta("clarify", candidates=[DEATH]), Verdict.WRONG),
        ((BIRTH,), meta("ticket"), Verdict.HANDED_OVER),
        ((BIRTH,), meta("declined"), Verdict.DECLINED),
        ((BIRTH,), meta("declined", BIRTH), Verdict.RIGHT),
        (("none",), meta("declined", BIRTH), Verdict.RIGHT),
        ((BIRTH,), {}, Verdict.FAILED),
        (("none",), meta("declined"), Verdict.RIGHT),
        (("none",), meta("smalltalk"), Verdict.RIGHT),
        (("none",), meta("answered", BIRTH), Verdict.WRONG),
        (("none",), meta("clarify", candidates=[BIRTH]), Verdict.WRONG),
        (("complaint",), meta("smalltalk", act="complaint"), Verdict.RIGHT),
        (("complaint",), meta("answered", BIRTH), Verdict.WRONG),
        (("handover",), meta("ticket", act="handover"), Verdict.RIGHT),
    ],
)
def test_verdicts(expected: tuple[str, ...], given: dict[str, Any], verdict: Verdict) -> None:
    assert judge(Asked("?", expected, None, "g"), given) is verdict


def test_aspects_count_only_where_something_was_answered() -> None:
    asked = Asked("?", (BIRTH,), frozenset({Aspect.FEE, Aspect.TIME}), "g")
    assert aspects_right(asked, meta("answered", BIRTH, aspects=["time", "fee"])) is True
    assert aspects_right(asked, meta("answered", BIRTH, aspects=["fee"])) is False
    assert aspects_right(asked, meta("clarify")) is None


def test_the_table_has_a_line_a_group_and_one_for_all() -> None:
    asked = [Asked("?", (BIRTH,), None, group) for group in ("a", "b", "b")]
    results = [
        Result(item, meta("answered", code), 10.0) for item, code in zip(asked, (BIRTH, BIRTH, DEATH), strict=True)
    ]
    lines = table(results, Texts.load()).splitlines()
    assert len(lines) == 4
    assert lines[2].split()[:3] == ["b", "2", "50.0"]
    assert lines[3].split()[2:4] == ["3", "66.7"]
