"""``python -m bot vary`` writes a file that ``evaluate`` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.evaluation.questions import read_questions

ROWS = (
    "question\tprocedure\taspects\tgroup\n"
    "Làm khai sinh cần gì, ở đâu?\t1.001193|3.000722\tpapers,place\tchat\n"
    "trời mưa\tnone\t\toos_far\n"
)


def test_only_the_question_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "q.tsv", tmp_path / "bare.tsv"
    source.write_text(ROWS, encoding="utf-8")
    assert main(["vary", str(source), "--style", "bare", "--seed", "1", "--out", str(out)]) == 0
    [[birth], [rain]] = read_questions(out)
    assert (birth.question, rain.question) == ("Lam khai sinh can gi, o dau?", "troi mua")
    [[before], _] = read_questions(source)
    assert (birth.expected, birth.aspects, birth.group) == (before.expected, before.aspects, before.group)
    assert main(["vary", str(source), "--style", "bare"]) == 0
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")


def test_a_malformed_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "q.tsv"
    source.write_text(ROWS + "hỏi\tkhai sinh\t\tg\n", encoding="utf-8")
    assert main(["vary", str(source), "--style", "bare"]) == 2
    assert "q.tsv:4" in capsys.readouterr().err
