"""Says a question or a checklist of a situation: blocks and choices, wordless like every reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge_base.answers.compose import basis, choose, officer
from knowledge_base.answers.duration import times
from knowledge_base.answers.facts import facts
from knowledge_base.answers.money import fees
from knowledge_base.answers.papers import papers
from knowledge_base.answers.sections import SECTIONS
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Block, Choice, Context, Link, Meta, Reply, Say, Text
from knowledge_base.situations.checklist import Checklist
from knowledge_base.situations.schema import Question
from knowledge_base.vocabulary import Aspect, Outcome


def ask(
    question: Question, document: ProcedureDocument, context: Context, *, number: int, unheard: bool = False
) -> Reply:
    """One question with its options, a way back and a way out."""
    blocks: list[Block] = [Text(text=Say(key="situation.unheard"))] if unheard else []
    if number == 1 and not unheard:
        blocks.append(Text(text=Say(key="situation.start", args={"name": document.name})))
    blocks.append(Text(text=question.ask))
    options = [
        Choice(label=option.label, payload=f"#answer {question.key} {option.key}") for option in question.options
    ]
    back = [Choice(label=Say(key="situation.choice.back"), payload="#back")] if number > 1 else []
    leave = Choice(label=Say(key="situation.choice.leave"), payload="#cancel")
    return _reply(blocks, [*options, *back, leave], document.code, context, Outcome.CLARIFY)


def tell(result: Checklist, others: Mapping[str, ProcedureDocument], context: Context, links: Sequence[Link]) -> Reply:
    """The personal checklist. ``others``: the procedures it leads to, by code."""
    blocks: list[Block] = [*opening(result, others), *body(result), *links]
    wanted = [code for code in (result.instead, *result.elsewhere) if code in others]
    choices = [
        *(Choice(label=others[code].name, payload=choose(code, Aspect.PAPERS)) for code in wanted if code),
        Choice(label=Say(key="situation.choice.again"), payload=f"#situation {result.record.code}"),
        officer(),
    ]
    return _reply(blocks, choices, result.record.code, context, Outcome.ANSWERED)


def opening(result: Checklist, others: Mapping[str, ProcedureDocument]) -> list[Block]:
    """For whom it is, and which other procedure is meant instead or has to be done as well."""
    args: dict[str, str | int | Say | list[str | Say]] = {"name": result.record.name, "told": "; ".join(result.told)}
    blocks: list[Block] = [Text(text=Say(key="situation.about", args=args))]
    if result.instead is not None:
        other = others.get(result.instead)
        name = other.name if other else result.instead
        blocks.append(Text(text=Say(key="situation.instead", args={"name": name, "code": result.instead})))
    names: list[str | Say] = [others[code].name for code in result.elsewhere if code in others]
    if names:
        blocks.append(Text(text=Say(key="situation.elsewhere", args={"names": names})))
    return blocks


def body(result: Checklist) -> list[Block]:
    """Papers, fee, time, place, what to mind, and where all that comes from."""
    return [block for blocks in parts(result).values() for block in blocks]


def parts(result: Checklist) -> dict[str, list[Block]]:
    """The body by parts; a procedure to be done instead leaves only what to mind."""
    record = result.record
    mind = [*facts("situation.notes", result.notes), *facts("situation.mistakes", result.mistakes)]
    source: list[Block] = [Text(text=basis(record))]
    if result.instead is not None:
        return {"mind": mind, "source": source}
    return {
        "papers": _papers(result),
        "fee": _fees(record),
        "time": times(record),
        "place": SECTIONS[Aspect.PLACE](record),
        "mind": mind,
        "source": source,
    }


def _papers(result: Checklist) -> list[Block]:
    record = result.record
    none: list[Block] = [Text(text=Say(key="situation.no_papers"))] if result.no_papers else []
    return [*none, *(papers(record) if record.papers or record.papers_to_show else [])]


def _fees(record: ProcedureDocument) -> list[Block]:
    """Where only a remark tells the fee of this case, nothing is said to be unknown."""
    if record.fees.items or not record.fees.notes:
        return fees(record)
    return [*facts("answer.fee.title", record.fees.notes), *facts("answer.fee.exempt", record.fees.exemptions)]


def _reply(blocks: list[Block], choices: list[Choice], code: str, context: Context, outcome: Outcome) -> Reply:
    meta = Meta(outcome=outcome, procedure=code, aspects=[Aspect.PAPERS], candidates=[code])
    told = {"procedure": code, "aspects": [Aspect.PAPERS], "candidates": [], "misses": 0}
    return Reply(blocks=blocks, choices=choices, meta=meta, context=context.model_copy(update=told))
