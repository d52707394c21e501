"""Walks a situation: the next open question, or the checklist; and every way through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.checklist import Checklist, checklist
from knowledge_base.situations.condition import holds
from knowledge_base.situations.parser import parse
from knowledge_base.situations.schema import Question, Situation


def next_step(situation: Situation, document: ProcedureDocument, answers: Mapping[str, str]) -> Question | Checklist:
    """What to ask next, or the personal checklist when nothing is open."""
    return open_question(situation, answers) or checklist(situation, document, answers)


def open_question(situation: Situation, answers: Mapping[str, str]) -> Question | None:
    """The first question that is due and not answered."""
    return next((item for item in situation.questions if _due(item, answers) and item.key not in answers), None)


def valid(situation: Situation, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that still have a meaning, in the order of the questions: known, and to questions that are due."""
    kept: dict[str, str] = {}
    for question in situation.questions:
        answer = answers.get(question.key)
        if _due(question, kept) and answer in {option.key for option in question.options}:
            kept[question.key] = str(answer)
    return kept


def before(situation: Situation, answers: Mapping[str, str], key: str) -> dict[str, str]:
    """The answers given before a question."""
    keys = [item.key for item in situation.questions]
    return {name: value for name, value in answers.items() if keys.index(name) < keys.index(key)}


def paths(situation: Situation) -> Iterator[dict[str, str]]:
    """Every complete set of answers a citizen can give."""
    yield from _paths(situation, {})


def _paths(situation: Situation, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    question = open_question(situation, answers)
    if question is None:
        yield answers
        return
    for option in question.options:
        yield from _paths(situation, {**answers, question.key: option.key})


def _due(question: Question, answers: Mapping[str, str]) -> bool:
    return question.only_if is None or holds(parse(question.only_if), answers)
