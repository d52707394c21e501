"""Conditions in words: what an approver reads instead of keys and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.texts import Texts
from knowledge_base.situations.condition import Condition, Every, Is, Not, Some
from knowledge_base.situations.parser import parse
from knowledge_base.situations.words import ConditionError


class ConditionWords:
    """Speaks of the questions and answers of one tree, whole or still being written."""

    def __init__(self, texts: Texts, questions: Sequence[Mapping[str, Any]]) -> None:
        self._texts = texts
        self._numbers = {str(item.get("key")): number for number, item in enumerate(questions, start=1)}
        self._labels = {
            (str(item.get("key")), str(option.get("key"))): str(option.get("label", ""))
            for item in questions
            for option in item.get("options") or []
        }

    def said(self, condition: str) -> str:
        """The condition in words; as it was typed where it cannot be read."""
        try:
            return self._say(parse(condition))
        except ConditionError:
            return condition

    def _say(self, condition: Condition, *, inner: bool = False) -> str:
        match condition:
            case Is():
                return self._compared("is", condition)
            case Not(Is() as compared):
                return self._compared("is_not", compared)
            case Not(term):
                return self._texts.say("admin.tree.said.not", term=self._say(term))
            case Every(terms):
                said = [self._say(term, inner=True) for term in terms]
                return self._grouped(self._texts.say("admin.tree.said.and").join(said), inner=inner)
            case Some(terms):
                said = [self._say(term, inner=True) for term in terms]
                return self._grouped(self._texts.say("admin.tree.said.or").join(said), inner=inner)

    def _compared(self, kind: str, compared: Is) -> str:
        answers = [f"“{self._labels.get((compared.key, value), value)}”" for value in compared.values]
        number = self._numbers.get(compared.key, compared.key)
        joined = self._texts.say("admin.tree.said.or").join(answers)
        return self._texts.say(f"admin.tree.said.{kind}", number=number, answers=joined)

    @staticmethod
    def _grouped(text: str, *, inner: bool) -> str:
        return f"({text})" if inner else text


def readable(texts: Texts, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """A content whose tree people can compare: conditions and answers in words."""
    tree = content.get("situation")
    if not isinstance(tree, Mapping):
        return content
    words = ConditionWords(texts, tree.get("questions") or [])
    return {**content, "situation": {name: _told(name, value, words) for name, value in tree.items()}}


def _told(name: str, value: Any, words: ConditionWords) -> Any:
    match value:
        case str() if name.endswith("_if"):
            return words.said(value)
        case list() if name == "options":
            return "\n".join(_option(option) for option in value)
        case list():
            return [_told(name, item, words) for item in value]
        case Mapping():
            return {key: _told(key, item, words) for key, item in value.items()}
    return value


def _option(option: Mapping[str, Any]) -> str:
    told = option.get("told")
    return f"{option.get('label', '')} → {told}" if told else str(option.get("label", ""))
