"""The public benchmark is read and counted rightly; here on a few sentences of our own in its format."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from sklearn.svm import LinearSVC

from nlu_data.measuring import phoatis

SENTENCES = {
    "flight": ["chuyến bay từ huế đến vinh", "tôi muốn bay đến đà lạt", "cho xem các chuyến bay sáng mai"],
    "airfare": ["giá vé từ huế đến vinh", "vé rẻ nhất bao nhiêu tiền", "giá vé đi đà lạt là bao nhiêu"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("train", "test"):
        split = tmp_path / phoatis.LEVEL / name
        split.mkdir(parents=True)
        pairs = [(text, label) for label, texts in SENTENCES.items() for text in texts]
        (split / "seq.in").write_text("".join(f"{text} \n" for text, _ in pairs), encoding="utf-8")
        (split / "label").write_text("".join(f"{label}\n" for _, label in pairs), encoding="utf-8")
    return tmp_path


def test_sentences_and_intents_belong_together(folder: Path) -> None:
    split = phoatis.read(folder, "train")
    assert split.texts[0] == "chuyến bay từ huế đến vinh"
    assert split.intents == ["flight"] * 3 + ["airfare"] * 3


def test_both_spellings_are_counted(folder: Path) -> None:
    train = phoatis.read(folder, "train")
    test = phoatis.Split([*train.texts[:2], "giá vé"], ["flight", "flight", "never seen"])
    figures = phoatis.measure(phoatis.Plain(), LinearSVC(), train, test)
    assert (figures["accuracy"], figures["bare"]) == (66.67, 66.67)
    assert set(figures) == {"accuracy", "bare", "training_s"}


def test_the_command_prints_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["phoatis", str(folder)])
    phoatis.main()
    figures = json.loads(capsys.readouterr().out)
    assert all(0 <= shown["accuracy"] <= 100 for shown in figures.values())
    assert any(name.startswith("ours") for name in figures)
