"""One function per aspect: what the published record says about it."""

from __future__ import annotations

from collections.abc import Callable

from knowledge_base.answers.bases import weightiest
from knowledge_base.answers.duration import time_line, times
from knowledge_base.answers.facts import facts, line, listing, marked, missing
from knowledge_base.answers.money import fees
from knowledge_base.answers.papers import papers
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Block, Link, Listing, Say, Text
from knowledge_base.vocabulary import Aspect, Certainty, OnlineLevel, Way

PORTAL = "https://dichvucong.gov.vn"
MOST_BASES = 8


def _steps(document: ProcedureDocument) -> list[Block]:
    return [*_way(document), *facts("answer.steps.mistakes", document.mistakes)]


def _way(document: ProcedureDocument) -> list[Block]:
    if document.steps:
        return facts("answer.steps.title", document.steps, ordered=True)
    common = [Say(key=f"answer.steps.common_{number}") for number in (1, 2, 3)]
    remark = Say(key="answer.unverified", args={"text": Say(key="answer.steps.common")})
    return [Text(text=remark), Listing(title=Say(key="answer.steps.title"), items=[*common], ordered=True)]


def _place(document: ProcedureDocument) -> list[Block]:
    blocks = facts("answer.place.title", [document.place] if document.place else [])
    ways = [marked(Say(key=f"answer.ways.{item.way}"), item.certainty) for item in document.filing if item.available]
    if ways:
        blocks.append(Text(text=Say(key="answer.ways.line", args={"ways": ways})))
    blocks += facts("answer.place.authority", document.authority)
    return blocks or missing()


def _online(document: ProcedureDocument) -> list[Block]:
    filing = next((item for item in document.filing if item.way is Way.ONLINE and item.available), None)
    if filing is None:
        return [Text(text=Say(key="answer.online.none"))]
    sure = filing.level is not None and filing.certainty is Certainty.VERIFIED
    level = (
        {OnlineLevel.FULL: "full", OnlineLevel.PARTIAL: "partial"}[filing.level] if sure and filing.level else "some"
    )
    return [
        Text(text=Say(key=f"answer.online.{level}")),
        *([Text(text=marked(filing.note, filing.certainty))] if filing.note else []),
        Text(text=Say(key="answer.online.how", args={"code": document.code})),
        Link(label=Say(key="answer.online.portal"), url=PORTAL),
    ]


def _form(document: ProcedureDocument) -> list[Block]:
    forms: dict[str | Say, Certainty] = {form.name: form.certainty for form in document.forms} or {
        paper.name: paper.certainty
        for paper in document.papers
        if paper.form or paper.name.lower().startswith(("tờ khai", "đơn", "mẫu"))
    }
    where = Text(text=Say(key="answer.form.where", args={"code": document.code}))
    listed = listing("answer.form.title", list(forms.items()))
    return [*(listed or missing()), where, Link(label=Say(key="answer.online.portal"), url=PORTAL)]


def _conditions(document: ProcedureDocument) -> list[Block]:
    return [
        *facts("answer.conditions.who", document.applicants),
        *facts("answer.conditions.title", document.conditions),
        *facts("answer.conditions.notes", document.notes),
        Text(text=Say(key="answer.conditions.officer")),
    ]


def _legal_basis(document: ProcedureDocument) -> list[Block]:
    lines: list[str | Say] = [
        Say(key="answer.legal_basis.line", args={"number": basis.number, "title": basis.title})
        if basis.title
        else basis.number
        for basis in weightiest(document.legal_bases)[:MOST_BASES]
    ]
    return [Listing(title=Say(key="answer.legal_basis.title"), items=lines)] if lines else missing()


def _result(document: ProcedureDocument) -> list[Block]:
    return facts("answer.result.title", document.results) or missing()


def _penalty(document: ProcedureDocument) -> list[Block]:
    sure = [fact for fact in document.penalties if fact.certainty is Certainty.VERIFIED]
    return facts("answer.penalty.title", sure) or [Text(text=Say(key="answer.penalty.unknown"))]


def _overview(document: ProcedureDocument) -> list[Block]:
    lines: list[str | Say] = []
    if document.applicants:
        lines.append(Say(key="answer.overview.who", args={"who": line(document.applicants[0])}))
    if document.papers:
        always = sum(paper.when is None for paper in document.papers) or len(document.papers)
        lines.append(Say(key="answer.overview.papers", args={"count": always}))
    if document.times:
        lines.append(Say(key="answer.overview.time", args={"time": time_line(document.times[0])}))
    if document.place:
        lines.append(Say(key="answer.overview.place", args={"place": line(document.place)}))
    summary: list[Block] = [Text(text=line(document.summary))] if document.summary else []
    return [*summary, Listing(items=lines)] if lines else summary or missing()


SECTIONS: dict[Aspect, Callable[[ProcedureDocument], list[Block]]] = {
    Aspect.PAPERS: papers,
    Aspect.STEPS: _steps,
    Aspect.FEE: fees,
    Aspect.TIME: times,
    Aspect.PLACE: _place,
    Aspect.CONDITIONS: _conditions,
    Aspect.LEGAL_BASIS: _legal_basis,
    Aspect.FORM: _form,
    Aspect.ONLINE: _online,
    Aspect.RESULT: _result,
    Aspect.PENALTY: _penalty,
    Aspect.OVERVIEW: _overview,
}
