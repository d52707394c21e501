"""The report names what is mixed up, most frequent first, with the sentences."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.confusions import aspects, procedures, report, run
from bot.texts import Texts

TEXTS = Texts.load()
BIRTH, DEATH, MARRIAGE = "1.001193", "1.000656", "1.000894"
NAMES = {BIRTH: "Đăng ký khai sinh", DEATH: "Đăng ký khai tử", MARRIAGE: "Đăng ký kết hôn"}


def row(question: str, verdict: str, outcome: str = "answered", **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "expected": BIRTH,
        "expected_aspects": [],
        "procedure": None,
        "candidates": [],
        "aspects": [],
    }
    return {"question": question, "verdict": verdict, "outcome": outcome, **usual, **more}


ROWS = [
    row("câu một", "wrong", procedure=DEATH),
    row("câu hai", "wrong", procedure=DEATH),
    row("câu ba", "wrong", "clarify", candidates=[DEATH, MARRIAGE]),
    row("câu bốn", "declined", "declined"),
    row("câu năm", "right", procedure=BIRTH, expected_aspects=["papers"], aspects=["form", "papers"]),
    row("câu sáu", "clarified", "clarify", candidates=[BIRTH]),
    row("câu bảy", "wrong", procedure=BIRTH, expected="none"),
]


def test_procedures_are_paired_with_what_was_told_instead() -> None:
    assert procedures(ROWS) == {
        (BIRTH, DEATH): ["câu một", "câu hai"],
        (BIRTH, f"{DEATH}|{MARRIAGE}"): ["câu ba"],
        (BIRTH, "declined"): ["câu bốn"],
        ("none", BIRTH): ["câu bảy"],
    }


def test_aspects_are_compared_where_something_was_answered() -> None:
    assert aspects(ROWS) == {("papers", "form,papers"): ["câu năm"]}


def test_the_report_is_vietnamese_and_names_the_procedures() -> None:
    told = report(ROWS, NAMES, TEXTS)
    first = told.splitlines()[1]
    assert first.startswith("2 câu")
    assert "1.001193 Đăng ký khai sinh → 1.000656 Đăng ký khai tử" in first
    assert "ngoài phạm vi → 1.001193" in told
    assert "Hồ sơ → Mẫu đơn, Hồ sơ" in told
    assert "câu sáu" not in told


def test_rare_confusions_can_be_left_out() -> None:
    told = report(ROWS, NAMES, TEXTS, least=2)
    assert "câu hai" in told
    assert "câu ba" not in told


def test_the_command_reads_what_evaluate_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = Namespace(results=tmp_path / "r.json", least=1)
    chosen.results.write_text(json.dumps(ROWS), encoding="utf-8")
    assert run(chosen, NAMES, TEXTS) == 0
    assert "Đăng ký khai tử" in capsys.readouterr().out
    for broken in ("{", "[1]", '[{"question": "?"}]'):
        chosen.results.write_text(broken, encoding="utf-8")
        assert run(chosen, NAMES, TEXTS) == 2
        assert "r.json" in capsys.readouterr().err
