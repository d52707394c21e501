"""Proves a situation right before anybody is asked: every path ends in a checklist, every name means something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.checklist import checklist
from knowledge_base.situations.condition import holds, mentions
from knowledge_base.situations.parser import parse
from knowledge_base.situations.schema import MOST_QUESTIONS, Situation
from knowledge_base.situations.walk import paths

MOST_PATHS = 20_000


def problems(situation: Situation, document: ProcedureDocument, codes: frozenset[str]) -> list[str]:
    """Everything wrong with it, as "field: reason". ``codes``: every published procedure."""
    wrong = [*_questions(situation), *_conditions(situation)]
    if wrong:
        return wrong  # the paths of a broken tree mean nothing
    walked = list(islice(paths(situation), MOST_PATHS + 1))
    if len(walked) > MOST_PATHS:
        return [f"questions: more than {MOST_PATHS} paths"]
    return [
        *_paths(situation, document, walked),
        *_never(situation, walked),
        *_facts(situation, document),
        *(
            f"elsewhere.{number}.procedure: {item.procedure} is no procedure"
            for number, item in enumerate(situation.elsewhere)
            if item.procedure not in codes
        ),
    ]


def _questions(situation: Situation) -> Iterator[str]:
    keys = [item.key for item in situation.questions]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"questions.{key}: asked twice"
    for question in situation.questions:
        for part in ("key", "label"):
            given = [getattr(option, part) for option in question.options]
            for value in sorted({value for value in given if given.count(value) > 1}):
                yield f"questions.{question.key}.options: {part} {value!r} is offered twice"


def _conditions(situation: Situation) -> Iterator[str]:
    for place, condition, before in _all_conditions(situation):
        for comparison in mentions(parse(condition)):
            question = situation.question(comparison.key)
            if question is None:
                yield f"{place}: no question has the key {comparison.key!r}"
            elif comparison.key not in before:
                yield f"{place}: {comparison.key!r} is asked only later"
            else:
                known = {option.key for option in question.options}
                yield from (
                    f"{place}: {value!r} is no answer to {comparison.key!r}"
                    for value in comparison.values
                    if value not in known
                )


def _all_conditions(situation: Situation) -> Iterator[tuple[str, str, list[str]]]:
    """Where it stands, the condition, the questions it may speak of."""
    keys = [item.key for item in situation.questions]
    for number, question in enumerate(situation.questions):
        if question.only_if is not None:
            yield f"questions.{question.key}.only_if", question.only_if, keys[:number]
    for place, condition in _selections(situation):
        yield place, condition, keys


def _selections(situation: Situation) -> Iterator[tuple[str, str]]:
    for part in ("papers", "papers_to_show", "fees", "times", "notes", "elsewhere"):
        for number, rule in enumerate(getattr(situation, part)):
            yield f"{part}.{number}.only_if", rule.only_if
    for number, paper in enumerate(situation.papers):
        if paper.maybe_if is not None:
            yield f"papers.{number}.maybe_if", paper.maybe_if
    for part in ("exempt_if", "no_papers_if"):
        if (condition := getattr(situation, part)) is not None:
            yield part, condition


def _paths(situation: Situation, document: ProcedureDocument, walked: Sequence[dict[str, str]]) -> Iterator[str]:
    for answers in walked:
        way = ", ".join(f"{key}={value}" for key, value in answers.items())
        if len(answers) > MOST_QUESTIONS:
            yield f"path {way}: {len(answers)} questions, at most {MOST_QUESTIONS}"
        result = checklist(situation, document, answers)
        if not (result.record.papers or result.no_papers or result.instead):
            yield f"path {way}: ends without a paper, and no_papers_if does not hold"


def _never(situation: Situation, walked: Sequence[dict[str, str]]) -> Iterator[str]:
    for question in situation.questions:
        if not any(question.key in answers for answers in walked):
            yield f"questions.{question.key}: never asked, so its options cannot be reached"
    for place, condition in _selections(situation):
        if not any(holds(parse(condition), answers) for answers in walked):
            yield f"{place}: holds on no path"


def _facts(situation: Situation, document: ProcedureDocument) -> Iterator[str]:
    known: dict[str, set[str | None]] = {
        "papers": {paper.name for paper in document.papers},
        "papers_to_show": {fact.text for fact in document.papers_to_show},
        "fees": {fee.what for fee in document.fees.items},
        "times": {time.when for time in document.times},
        "notes": {fact.text for fact in (*document.notes, *document.conditions, *document.mistakes)},
    }
    for part, names in known.items():
        for number, rule in enumerate(getattr(situation, part)):
            if rule.named not in names:
                yield f"{part}.{number}.named: the record of {document.code} holds no {rule.named!r}"
    ruled = {rule.named for rule in situation.papers}
    for paper in document.papers:
        if paper.when is not None and paper.name not in ruled:
            yield f"papers: no rule says when {paper.name!r} ({paper.when}) is needed"
