"""The measuring sets are whole, point at real procedures, and hold nothing the model or the search has learnt."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.evaluation.questions import Asked
from bot.evaluation.sets import DEV, load_sets
from knowledge_base.language.fold import fold

ROOT = Path(__file__).parents[2]
ALIKE = 92  # rapidfuzz ratio, folded
GENERIC = 5  # words; "lệ phí bao nhiêu" as a follow-up, "chào chị" among the dev rows can hardly be put otherwise
WANTED = {"chat", "southern", "story", "several", "typing", "voice", "acts", "oos_near", "oos_far", "follow_up"}


def asked_in(*, dev: bool) -> list[Asked]:
    return [
        asked
        for part in load_sets()
        if (part.name == "dev") == dev
        for dialogue in part.dialogues
        for asked in dialogue
    ]


def learnt() -> set[str]:
    """Every sentence, phrase and name the model or the search learns from, folded."""
    examples = {
        line.strip().removeprefix("- ")
        for path in (ROOT / "nlu_data").rglob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("- ")
    }
    searched = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in (ROOT / "knowledge_base/data/search").glob("*.yaml")
    ]
    return {plain(text) for text in [*examples, *_strings(searched), *_phrases()]} - {""}


def plain(text: str) -> str:
    """Folded letters and digits only, without the marks of a topic."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text.replace("](topic)", "]"))).split())


def _phrases() -> list[str]:
    found: list[str] = []
    for path in (ROOT / "knowledge_base/data/procedures").glob("*.yaml"):
        head, _, rest = path.read_text(encoding="utf-8").partition("\nphrases:\n")
        found += [line[2:] for line in rest.splitlines() if line.startswith("- ")] if rest else []
        _, _, rest = head.partition("\naliases:\n")
        found += [line[2:] for line in rest.split("\nfield:")[0].splitlines() if line.startswith("- ")]
    return found


def _strings(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    return [text for item in (node.values() if isinstance(node, dict) else node or []) for text in _strings(item)]


def too_like(questions: list[Asked]) -> set[tuple[str, str]]:
    """Questions that stand among what was learnt, or nearly."""
    known = sorted(learnt())
    near = {asked.question: process.extractOne(plain(asked.question), known, scorer=fuzz.ratio) for asked in questions}
    return {(question, found[0]) for question, found in near.items() if found[1] >= ALIKE}


def can_be_put_otherwise(asked: Asked) -> bool:
    return len(asked.question.split()) >= GENERIC


def test_no_own_question_is_learnt() -> None:
    asked = asked_in(dev=False)
    assert too_like([item for item in asked if item.group != "follow_up" or can_be_put_otherwise(item)]) == set()


def test_no_dev_question_is_learnt() -> None:
    if not DEV.exists():
        pytest.skip("no ../shared/nlu beside the project: the dev questions cannot be compared")
    assert too_like([item for item in asked_in(dev=True) if can_be_put_otherwise(item)]) == set()


def test_the_sets_are_large_and_of_every_style() -> None:
    own = asked_in(dev=False)
    counted = Counter(asked.group for asked in own)
    assert len(own) >= 600
    assert set(counted) >= WANTED
    assert {group for group in WANTED if counted[group] < 25} == set()


def test_no_question_stands_twice() -> None:
    single = [plain(asked.question) for asked in asked_in(dev=False) if asked.group not in {"follow_up", "opening"}]
    assert [text for text, times in Counter(single).items() if times > 1] == []


def test_every_expected_procedure_is_one_of_ours() -> None:
    ours = {path.stem for path in (ROOT / "knowledge_base/data/procedures").glob("*.yaml")}
    wrong = {
        (asked.question, code)
        for asked in asked_in(dev=False)
        if asked.is_procedure
        for code in asked.expected
        if code not in ours
    }
    assert wrong == set()


def test_there_are_dialogues_that_carry_a_procedure_on() -> None:
    dialogues = [dialogue for part in load_sets() for dialogue in part.dialogues if len(dialogue) > 1]
    assert len(dialogues) >= 40
    assert all(dialogue[0].group == "opening" for dialogue in dialogues)
