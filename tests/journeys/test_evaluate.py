"""Measuring from outside, as anyone may."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.journeys.system import ROOT, System

QUESTIONS = (
    "question\tprocedure\taspects\tgroup\n"
    "Làm giấy khai sinh cho bé cần những giấy tờ gì?\t1.001193\tpapers\tplain\n"
    "lam giay khai sinh cho be can nhung giay to gi\t1.001193\tpapers\tplain\n"
    "Hôm nay trời có mưa không\tnone\t\tfar\n"
    "Cho tôi gặp cán bộ\thandover\t\tacts\n"
)
DIALOGUE = [
    {"question": "đăng ký khai sinh cần giấy tờ gì", "procedure": "1.001193", "aspects": "papers", "group": "context"},
    {"question": "còn lệ phí?", "procedure": "1.001193", "aspects": "fee", "group": "context"},
    {"question": "thế còn kết hôn?", "procedure": "1.000894", "aspects": "fee", "group": "context"},
]


def test_a_file_of_questions_is_counted(system: System, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "d.jsonl").write_text(json.dumps(DIALOGUE, ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "out.json"
    command = [sys.executable, "-m", "bot", "evaluate", str(tmp_path / "q.tsv"), "--url", system.url]
    options = ["--json", str(out), "--dialogues", str(tmp_path / "d.jsonl")]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(out.read_text(encoding="utf-8"))
    assert [result["verdict"] for result in results] == ["right"] * 7, results
    assert [result["aspects"] for result in results[4:]] == [["papers"], ["fee"], ["fee"]]
    assert set(results[0]) == {
        *("question", "group", "expected", "expected_aspects", "outcome", "procedure"),
        *("candidates", "aspects", "act", "verdict", "ms"),
    }
    assert "context" in done.stdout


def test_a_malformed_file_is_refused_with_its_line(system: System, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_text(QUESTIONS + "hỏi\tkhai sinh\t\tg\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "evaluate", str(tmp_path / "q.tsv"), "--url", system.url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "q.tsv:6" in done.stderr
