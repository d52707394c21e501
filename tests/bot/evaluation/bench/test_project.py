"""Both projects hold the same data; only the configuration differs, and what the default needs to act on labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.evaluation.bench import project
from bot.evaluation.bench.project import DEFAULT, OURS, NoDefaultError, count_examples, make
from bot.up.model import ROOT


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bench")
    if not list((ROOT / ".venv-rasa" / "lib").glob(f"python*/site-packages/{project.INITIAL}")):
        pytest.skip("Rasa's environment is not installed: its default configuration cannot be read")
    return {name: make(name, folder, every=20) for name in (OURS, DEFAULT)}


def test_both_learn_the_same_sentences(both: dict[str, Path]) -> None:
    assert read(both[OURS] / "data" / "nlu.yml") == read(both[DEFAULT] / "data" / "nlu.yml")
    assert count_examples(both[OURS]) >= 60


def test_every_label_keeps_examples_when_thinned(both: dict[str, Path]) -> None:
    entries = read(both[DEFAULT] / "data" / "nlu.yml")["nlu"]
    assert all(entry["examples"].count("\n") >= 1 for entry in entries)
    assert {"topic", "outside"} <= {entry.get("lookup") for entry in entries}


def test_the_default_is_rasas_own(both: dict[str, Path]) -> None:
    default, ours = (read(both[name] / "config.yml") for name in (DEFAULT, OURS))
    assert (default["pipeline"], default["policies"], default["language"]) == (None, None, "vi")
    assert "VietnameseClassifier" in str(ours["pipeline"])
    assert set(read(both[DEFAULT] / "endpoints.yml")) == {"action_endpoint"}
    assert "tracker_store" in read(both[OURS] / "endpoints.yml")


def test_every_label_of_the_default_is_in_the_domain_and_answered(both: dict[str, Path]) -> None:
    domain, rules = read(both[DEFAULT] / "domain.yml"), read(both[DEFAULT] / "data" / "rules.yml")["rules"]
    known = {name for intent in domain["intents"] for name in (intent if isinstance(intent, dict) else {intent: {}})}
    ruled = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    labels = {entry["intent"] for entry in read(both[DEFAULT] / "data" / "nlu.yml")["nlu"] if "intent" in entry}
    assert labels <= known
    assert labels <= ruled
    assert any("+" in label for label in labels)
    assert project.FALLBACK in ruled


def test_a_missing_rasa_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "INITIAL", "nowhere/config.yml")
    with pytest.raises(NoDefaultError, match="nowhere"):
        make(DEFAULT, tmp_path, every=50)
