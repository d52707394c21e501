"""Domain, rules, examples and texts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from actions.smalltalk import KEYS
from bot.texts import Texts
from bot.up.model import ROOT
from knowledge_base.vocabulary import Act, Aspect

WITHOUT_EXAMPLES = {"choose"}  # only ever a tap
FEWEST = 18  # examples of an intent
_SAYS = re.compile(r"""(?:Say\(\s*key=|say\(\s*|key: str = |not_found\(context, )(f?)["']([a-z_.{}]+)["']""")


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "nlu_data" / "nlu").rglob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line[2:] for line in item["examples"].splitlines()]
            found.setdefault(item["intent"], []).extend(lines)
    return found


@pytest.fixture(scope="module")
def intents() -> list[str]:
    return [next(iter(item)) for item in read("domain.yml")["intents"]]


def test_every_intent_has_a_rule_and_an_action_of_the_domain(intents: list[str]) -> None:
    rules = read("nlu_data/rules/rules.yml")["rules"]
    answered = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(answered) == set(intents)
    assert set(answered.values()) <= set(read("domain.yml")["actions"])


def test_every_intent_has_examples(intents: list[str], examples: dict[str, list[str]]) -> None:
    assert [name for name in intents if name not in WITHOUT_EXAMPLES and len(examples.get(name, [])) < FEWEST] == []


def test_every_label_is_made_of_intents_of_the_domain(intents: list[str], examples: dict[str, list[str]]) -> None:
    assert {part for label in examples for part in label.split("+")} <= set(intents)


def test_every_aspect_is_an_intent(intents: list[str]) -> None:
    assert {name.removeprefix("ask_") for name in intents if name.startswith("ask_")} == set(Aspect)


def test_no_sentence_has_two_labels(examples: dict[str, list[str]]) -> None:
    owner: dict[str, str] = {}
    twice = [line for label, lines in examples.items() for line in lines if owner.setdefault(line, label) != label]
    assert twice == []


def test_marks_are_whole(examples: dict[str, list[str]]) -> None:
    broken = [
        line
        for lines in examples.values()
        for line in lines
        if len(re.findall(r"[\[\]]", line)) != 2 * line.count("](topic)")
    ]
    assert broken == []


def said_keys() -> Iterator[str]:
    for folder in ("actions", "knowledge_base"):
        for path in (ROOT / folder).rglob("*.py"):
            for formatted, key in _SAYS.findall(path.read_text(encoding="utf-8")):
                if not formatted and "." in key:
                    yield key


def test_every_phrase_said_exists() -> None:
    keys = set(said_keys())
    assert "handover.choice.officer" in keys
    assert keys | set(KEYS.values()) <= Texts.load().keys()


@pytest.mark.parametrize("act", [Act.SUGGESTION, Act.COMPLAINT, Act.DENUNCIATION, Act.REPORT])
def test_every_feedback_has_its_words(act: Act) -> None:
    assert f"feedback.{act}" in Texts.load()
