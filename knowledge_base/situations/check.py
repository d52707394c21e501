"""Proves a situation right before anybody is asked: every path ends in a checklist, every name means something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.checklist import checklist
from knowledge_base.situations.condition import holds, mentions
from knowledge_base.situations.parser import parse
from knowledge_base.situations.schema import MOST_QUESTIONS, Situation
from knowledge_base.situations.walk import paths

MOST_PATHS = 5_000
FEW = 3
"""Paths named of all that are wrong alike: they share one cause."""

type Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong where. ``kind`` and ``args`` are for whoever says it."""

    place: Place
    kind: str
    args: Mapping[str, str | int]


def faults(situation: Situation, document: ProcedureDocument, codes: Collection[str] | None = None) -> list[Fault]:
    """Everything wrong with it. ``codes``: every published procedure; None if they are not known."""
    wrong = [*_questions(situation), *_conditions(situation)]
    if wrong:
        return wrong  # the paths of a broken tree mean nothing
    walked = list(islice(paths(situation), MOST_PATHS + 1))
    if len(walked) > MOST_PATHS:
        return [Fault(("questions",), "too_many_paths", {"limit": MOST_PATHS})]
    return [
        *_paths(situation, document, walked),
        *_never(situation, walked),
        *_facts(situation, document),
        *(
            Fault(("elsewhere", number, "procedure"), "no_procedure", {"code": item.procedure})
            for number, item in enumerate(situation.elsewhere)
            if codes is not None and item.procedure not in codes
        ),
    ]


def _questions(situation: Situation) -> Iterator[Fault]:
    keys = [item.key for item in situation.questions]
    for number, question in enumerate(situation.questions):
        if question.key in keys[:number]:
            yield Fault(("questions", number, "key"), "asked_twice", {"question": question.key})
        for part in ("key", "label"):
            given = [getattr(option, part) for option in question.options]
            for value in sorted({value for value in given if given.count(value) > 1}):
                yield Fault(("questions", number, "options"), "offered_twice", {"value": value})


def _conditions(situation: Situation) -> Iterator[Fault]:
    for place, condition, before in _all_conditions(situation):
        for comparison in mentions(parse(condition)):
            question = situation.question(comparison.key)
            if question is None:
                yield Fault(place, "unknown_question", {"question": comparison.key})
            elif comparison.key not in before:
                yield Fault(place, "asked_later", {"question": comparison.key})
            else:
                known = {option.key for option in question.options}
                yield from (
                    Fault(place, "unknown_answer", {"question": comparison.key, "value": value})
                    for value in comparison.values
                    if value not in known
                )


def _all_conditions(situation: Situation) -> Iterator[tuple[Place, str, list[str]]]:
    """Where it stands, the condition, the questions it may speak of."""
    keys = [item.key for item in situation.questions]
    for number, question in enumerate(situation.questions):
        if question.only_if is not None:
            yield ("questions", number, "only_if"), question.only_if, keys[:number]
    for place, condition in _selections(situation):
        yield place, condition, keys


def _selections(situation: Situation) -> Iterator[tuple[Place, str]]:
    for part in ("papers", "papers_to_show", "fees", "times", "notes", "elsewhere"):
        for number, rule in enumerate(getattr(situation, part)):
            yield (part, number, "only_if"), rule.only_if
    for number, paper in enumerate(situation.papers):
        if paper.maybe_if is not None:
            yield ("papers", number, "maybe_if"), paper.maybe_if
    for part in ("exempt_if", "no_papers_if"):
        if (condition := getattr(situation, part)) is not None:
            yield (part,), condition


def _paths(situation: Situation, document: ProcedureDocument, walked: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    yield from _few(
        situation, [way for way in walked if len(way) > MOST_QUESTIONS], "too_many_questions", MOST_QUESTIONS
    )
    yield from _few(situation, [way for way in walked if not _ends(situation, document, way)], "no_paper")


def _ends(situation: Situation, document: ProcedureDocument, answers: Mapping[str, str]) -> bool:
    result = checklist(situation, document, answers)
    return bool(result.record.papers or result.no_papers or result.instead)


def _few(situation: Situation, ways: Sequence[Mapping[str, str]], kind: str, limit: int = 0) -> Iterator[Fault]:
    for way in ways[:FEW]:
        told = "; ".join(item.told(way[item.key]) for item in situation.questions if item.key in way)
        args: dict[str, str | int] = {
            "way": _keys(way),
            "told": told,
            "count": len(way),
            "limit": limit,
            "alike": len(ways),
        }
        yield Fault(("questions",), kind, args)


def _keys(way: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in way.items())


def _never(situation: Situation, walked: Iterable[Mapping[str, str]]) -> Iterator[Fault]:
    for number, question in enumerate(situation.questions):
        if not any(question.key in answers for answers in walked):
            yield Fault(("questions", number, "ask"), "never_asked", {"question": question.key})
    for place, condition in _selections(situation):
        if not any(holds(parse(condition), answers) for answers in walked):
            yield Fault(place, "never_holds", {"condition": condition})


def _facts(situation: Situation, document: ProcedureDocument) -> Iterator[Fault]:
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
                yield Fault((part, number, "named"), "unknown_fact", {"named": rule.named})
    ruled = {rule.named for rule in situation.papers}
    for paper in document.papers:
        if paper.when is not None and paper.name not in ruled:
            yield Fault(("papers",), "no_rule", {"named": paper.name, "when": paper.when})
