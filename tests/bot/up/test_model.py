"""A model is trained again exactly when something it was trained from changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.up import model


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the model depends on."""
    for path in model.sources():
        target = tmp_path / path.relative_to(model.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    monkeypatch.setattr(model, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "changed", ["config.yml", "domain.yml", "nlu_data/rules/rules.yml", "knowledge_base/language/chat.py"]
)
def test_a_change_of_anything_learnt_from_changes_the_name(root: Path, changed: str) -> None:
    before = model.fingerprint()
    assert model.fingerprint() == before
    (root / changed).write_text((root / changed).read_text(encoding="utf-8") + "\n#\n", encoding="utf-8")
    assert model.fingerprint() != before


def test_what_is_not_learnt_from_does_not(root: Path) -> None:
    before = model.fingerprint()
    (root / "nlu_data" / "README.md").write_text("khác", encoding="utf-8")
    (root / "bot").mkdir()
    (root / "bot" / "x.py").write_text("", encoding="utf-8")
    assert model.fingerprint() == before


def test_a_training_that_fails_is_told_with_its_log(tmp_path: Path) -> None:
    rasa = tmp_path / "rasa"
    rasa.write_text("#!/bin/sh\necho 'no such pipeline'\nexit 1\n", encoding="utf-8")
    rasa.chmod(0o755)
    log = tmp_path / "train.log"
    with pytest.raises(model.TrainingError, match=r"train\.log"):
        model.train(rasa, tmp_path / "models", log)
    assert "no such pipeline" in log.read_text(encoding="utf-8")
