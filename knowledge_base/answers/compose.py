"""Puts an answer together: what was asked, where it comes from, what may be asked next."""

from __future__ import annotations

import json
from collections.abc import Sequence

from knowledge_base.answers.bases import named, published_by, weightiest
from knowledge_base.answers.facts import marked
from knowledge_base.answers.sections import SECTIONS
from knowledge_base.answers.signpost import TOLD, directions
from knowledge_base.language.fold import fold
from knowledge_base.procedures.schema import ProcedureDocument, Question
from knowledge_base.replies import Block, Choice, Context, Meta, Reply, Say, Text
from knowledge_base.vocabulary import Act, Aspect, Outcome

OFFERED = (
    Aspect.PAPERS,
    Aspect.STEPS,
    Aspect.FEE,
    Aspect.TIME,
    Aspect.PLACE,
    Aspect.ONLINE,
    Aspect.FORM,
)
MOST_ASPECTS = 4  # of one answer
MOST_NAMED = 3  # procedures to choose from, legal bases in the last line
MISSES_BEFORE_OFFICER = 2


def answer(
    document: ProcedureDocument, aspects: Sequence[Aspect], context: Context, *, question: Question | None = None
) -> Reply:
    """Exactly what was asked, then its basis. ``question``: the citizen's own question, answered in the record."""
    asked = list(dict.fromkeys(aspects))[:MOST_ASPECTS] or [Aspect.OVERVIEW]
    blocks: list[Block] = [Text(text=Say(key=_opening(document), args={"name": _lower_first(document.name)}))]
    if question is not None:
        blocks.append(Text(text=marked(question.answer, question.certainty)))
    if document.level == "signpost":
        blocks += directions(document)
    for aspect in asked:
        if document.level != "signpost" or aspect not in TOLD:
            blocks += SECTIONS[aspect](document)
    blocks.append(Text(text=basis(document)))
    return Reply(
        blocks=blocks,
        choices=[*_rest(document, asked), officer()],
        # A signpost is a kind "no": the commune does not settle it, whoever does is named.
        meta=Meta(
            outcome=Outcome.DECLINED if document.level == "signpost" else Outcome.ANSWERED,
            procedure=document.code,
            aspects=asked,
            candidates=[document.code],
        ),
        context=context.model_copy(
            update={"procedure": document.code, "aspects": asked, "candidates": [], "misses": 0}
        ),
    )


def clarify(documents: Sequence[ProcedureDocument], aspects: Sequence[Aspect], context: Context) -> Reply:
    """Ask which of at most three named procedures is meant."""
    named = list(documents)[:MOST_NAMED]
    aspect = aspects[0] if aspects else None
    codes = [document.code for document in named]
    return Reply(
        blocks=[Text(text=Say(key="answer.clarify"))],
        choices=[*(Choice(label=item.name, payload=choose(item.code, aspect)) for item in named), officer()],
        meta=Meta(outcome=Outcome.CLARIFY, aspects=list(aspects), candidates=codes),
        context=context.model_copy(update={"candidates": codes, "aspects": list(aspects), "misses": 0}),
    )


def not_found(context: Context, key: str = "answer.not_found") -> Reply:
    """Nothing fits: ask for the topic, offer a person; the second time in a row offer the person first."""
    misses = context.misses + 1
    again = misses >= MISSES_BEFORE_OFFICER
    return Reply(
        blocks=[Text(text=Say(key="answer.not_found_again" if again else key))],
        choices=[officer()],
        meta=Meta(outcome=Outcome.DECLINED, act=Act.QUESTION),
        context=context.model_copy(update={"misses": misses}),
    )


def switched_off(document: ProcedureDocument, reason: str, context: Context) -> Reply:
    """Nothing is told about a procedure for now: say why, offer a person."""
    args: dict[str, str | int | Say | list[str | Say]] = {"name": _lower_first(document.name), "reason": reason}
    return Reply(
        blocks=[Text(text=Say(key="answer.switched_off", args=args))],
        choices=[officer()],
        meta=Meta(outcome=Outcome.DECLINED, procedure=document.code, candidates=[document.code]),
        context=context.model_copy(update={"procedure": document.code, "candidates": [], "misses": 0}),
    )


def basis(document: ProcedureDocument) -> Say:
    """Where the answer comes from, when it was last checked, and whether it still stands as the portal published it."""
    said = _basis(document)
    return Say(key="answer.as_published", args={"basis": said}) if document.as_published else said


def _basis(document: ProcedureDocument) -> Say:
    source = document.sources[0].split(" (http")[0]
    args: dict[str, str | int | Say | list[str | Say]] = {
        "source": source,
        "checked": document.last_checked.strftime("%d/%m/%Y"),
    }
    published = [published_by(document.decision)] if document.decision else []
    bases: list[str | Say] = [*(named(item) for item in weightiest(document.legal_bases)[: MOST_NAMED - 1]), *published]
    if not bases:
        return Say(key="answer.basis_none", args=args)
    return Say(key="answer.basis", args={**args, "bases": bases})


def choose(code: str, aspect: Aspect | None = None) -> str:
    """The payload of a tap on a procedure, an aspect, or both."""
    entities = {"procedure": code, **({"aspect": aspect.value} if aspect else {})}
    return f"/choose{json.dumps(entities)}"


def officer() -> Choice:
    """The way to a person."""
    return Choice(label=Say(key="handover.choice.officer"), payload="#handover")


def _opening(document: ProcedureDocument) -> str:
    if document.level == "signpost":
        return "answer.signpost.opening"
    quiet = any(word in fold(document.name) for word in ("khai tu", "mai tang", "tu tran"))
    return "answer.about_quiet" if quiet else "answer.about"


def _rest(document: ProcedureDocument, asked: Sequence[Aspect]) -> list[Choice]:
    return [
        Choice(label=Say(key=f"answer.choice.{aspect}"), payload=choose(document.code, aspect))
        for aspect in OFFERED
        if aspect not in asked
    ]


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name
