"""Figures are written for machines and people, kept when accepted, and held against what was kept."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.measuring.command import ACCEPTED, settle, write
from bot.evaluation.measuring.figures import Figures
from bot.texts import Texts
from tests.bot.evaluation.measuring.test_compare import LINE

TEXTS = Texts.load()
LATENCY = {"count": 100, "p50": 9.4, "p99": 31.0, "longest": 44.0}
FIGURES = Figures(
    (LINE, *(replace(LINE, style="bare", group=group) for group in ("procedures", "oos_far"))), LATENCY, {"cores": 2}
)


def test_accepted_figures_are_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert settle(FIGURES, tmp_path, TEXTS, accept=False) == 0  # nothing kept yet
    assert settle(FIGURES, tmp_path, TEXTS, accept=True) == 0
    assert settle(FIGURES, tmp_path, TEXTS, accept=False) == 0
    worse = replace(FIGURES, lines=(replace(LINE, right=80.0), *FIGURES.lines[1:]))
    assert settle(worse, tmp_path, TEXTS, accept=False) == 1
    assert "own/plain/chat" in capsys.readouterr().err
    assert settle(worse, tmp_path, TEXTS, accept=True) == 0
    assert settle(worse, tmp_path, TEXTS, accept=False) == 0


def test_files_for_machines_and_people(tmp_path: Path) -> None:
    write(FIGURES, tmp_path, ACCEPTED, TEXTS)
    assert Figures.read(json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))) == FIGURES
    markdown = (tmp_path / "figures.md").read_text(encoding="utf-8")
    assert "| own/bare/procedures | 200 | 90.0 | 6.0 | 2.0 | 1.0 | 1.0 | 0.0 | 92.0 | 94.0 | 9 | 40 |" in markdown
    assert "p50 9 ms, p99 31 ms" in markdown
    picture = (tmp_path / "figures.svg").read_text(encoding="utf-8")
    assert "own · plain · chat (200)" in picture
    assert "own · bare · procedures (200)" in picture
    assert "own · bare · oos_far" not in picture
    assert TEXTS.say("measure.title") in picture
    assert "<dc:description>" in picture


def test_the_same_figures_give_the_same_picture(tmp_path: Path) -> None:
    write(FIGURES, tmp_path, "one", TEXTS)
    write(FIGURES, tmp_path, "two", TEXTS)
    one, two = (re.sub(r"\s+", " ", (tmp_path / f"{name}.svg").read_text(encoding="utf-8")) for name in ("one", "two"))
    assert one == two
