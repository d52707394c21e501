"""The component inside Rasa's own training and running, on a tiny training set, in Rasa's environment."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.up.model import ROOT
from bot.up.process import rasa_environment

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
NLU = """
version: "3.1"
nlu:
  - intent: ask_papers
    examples: |
      - cần giấy tờ gì
      - [đăng ký kết hôn](topic) hồ sơ gồm những gì
      - mang theo gì
  - intent: ask_fee
    examples: |
      - bao nhiêu tiền
      - [đăng ký kết hôn](topic) lệ phí bao nhiêu
      - có mất phí không
  - intent: greet
    examples: |
      - xin chào
      - chào em
  - lookup: topic
    examples: |
      - làm căn cước
      - nhập hộ khẩu
  - lookup: outside
    examples: |
      - ly hôn
"""
CONFIG = """
recipe: default.v1
assistant_id: tiny
language: vi
pipeline:
  - name: nlu_data.components.vietnamese_classifier.VietnameseClassifier
"""
ASK = """
import asyncio, json, sys
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
folder = sys.argv[1]
model = train_nlu(f"{folder}/config.yml", f"{folder}/nlu.yml", folder)
agent = Agent.load(model)
read = lambda text: asyncio.run(agent.parse_message(text))
print(json.dumps([read(text) for text in ("NHẬP HỘ KHẨU CẦN GIẤY TỜ GÌ, bao nhieu tien", "xin chao")]))
"""


@pytest.mark.journey
def test_rasa_trains_it_and_reads_with_it(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    command = [str(PYTHON), "-c", ASK, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=rasa_environment(), capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr[-2000:]
    question, greeting = json.loads(done.stdout.splitlines()[-1])
    assert {item["value"] for item in question["entities"]} == {"papers", "fee"}
    assert question["intent"]["name"] in {"ask_papers", "ask_fee"}
    assert greeting["intent"]["name"] == "greet"
    assert question["intent_ranking"][0]["name"] == question["intent"]["name"]
