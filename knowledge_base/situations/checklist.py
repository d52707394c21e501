"""The personal checklist: the procedure's record narrowed to one citizen's case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.procedures.schema import Duration, Fact, Fee, Fees, Paper, ProcedureDocument
from knowledge_base.situations.condition import holds
from knowledge_base.situations.parser import parse
from knowledge_base.situations.schema import PaperRule, Rule, Situation


@dataclass(frozen=True)
class Checklist:
    """``record`` holds only what this case needs; papers still with a ``when`` are those no rule knows."""

    record: ProcedureDocument
    told: tuple[str, ...]  # the answers, in words that stand alone
    notes: tuple[Fact, ...]
    mistakes: tuple[Fact, ...]  # what people in this case often get wrong
    elsewhere: tuple[str, ...]  # codes of other procedures this case needs as well
    instead: str | None  # code of the procedure to do instead of this one
    no_papers: bool


def checklist(situation: Situation, document: ProcedureDocument, answers: Mapping[str, str]) -> Checklist:
    """What this case needs. The record may have changed since the rules were written: what no rule names is kept."""
    case = _Case(answers)
    none = case.meets(situation.no_papers_if, otherwise=False)
    others = [item for item in situation.elsewhere if case.meets(item.only_if)]
    record = document.model_copy(
        update={
            "papers": [] if none else _papers(situation.papers, document.papers, case),
            "papers_to_show": [item for item in document.papers_to_show if case.keeps(situation.papers_to_show, item)],
            "fees": _fees(situation, document.fees, case),
            "times": _times(situation, document.times, case),
        }
    )
    return Checklist(
        record=record,
        told=_told(situation, answers),
        notes=tuple(_named(situation.notes, [*document.conditions, *document.notes], case)),
        mistakes=tuple(_named(situation.notes, document.mistakes, case)),
        elsewhere=tuple(item.procedure for item in others if not item.instead),
        instead=next((item.procedure for item in others if item.instead), None),
        no_papers=none,
    )


class _Case:
    """One citizen's answers."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers

    def meets(self, condition: str | None, *, otherwise: bool = True) -> bool:
        """Whether a condition holds; ``otherwise`` where there is none."""
        return otherwise if condition is None else holds(parse(condition), self._answers)

    def keeps(self, rules: Sequence[Rule], fact: Fact) -> bool:
        """Whether a fact belongs to the case: no rule speaks of it, or one of them holds."""
        speaking = [rule for rule in rules if rule.named == fact.text]
        return not speaking or any(self.meets(rule.only_if) for rule in speaking)


def _papers(rules: Sequence[PaperRule], papers: Sequence[Paper], case: _Case) -> list[Paper]:
    kept: list[Paper] = []
    for paper in papers:
        speaking = [rule for rule in rules if rule.named == paper.name]
        if not speaking:
            kept.append(paper)
        elif any(case.meets(rule.only_if) for rule in speaking):
            kept.append(paper.model_copy(update={"when": None}))
        elif any(case.meets(rule.maybe_if, otherwise=False) for rule in speaking):
            kept.append(paper)
    return kept


def _fees(situation: Situation, fees: Fees, case: _Case) -> Fees:
    def keeps(fee: Fee) -> bool:
        speaking = [rule for rule in situation.fees if rule.named == fee.what and rule.way in {None, fee.way}]
        return not speaking or any(case.meets(rule.only_if) for rule in speaking)

    exemptions = fees.exemptions if case.meets(situation.exempt_if) else []
    return fees.model_copy(update={"items": [fee for fee in fees.items if keeps(fee)], "exemptions": exemptions})


def _times(situation: Situation, times: Sequence[Duration], case: _Case) -> list[Duration]:
    def keeps(time: Duration) -> bool:
        speaking = [rule for rule in situation.times if rule.named == time.when]
        return not speaking or any(case.meets(rule.only_if) for rule in speaking)

    return [time for time in times if keeps(time)]


def _named(rules: Sequence[Rule], facts: Sequence[Fact], case: _Case) -> list[Fact]:
    wanted = {rule.named for rule in rules if case.meets(rule.only_if)}
    return [fact for fact in facts if fact.text in wanted]


def _told(situation: Situation, answers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(item.told(answers[item.key]) for item in situation.questions if item.key in answers)
