"""One question at a time, then what this case needs and nothing else."""

from __future__ import annotations

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.checklist import Checklist
from knowledge_base.situations.schema import Question
from knowledge_base.situations.walk import before, next_step, paths, valid
from tests.knowledge_base.situations.conftest import CODE, OTHER, situation


def result(document: ProcedureDocument, answers: dict[str, str], **changed: object) -> Checklist:
    step = next_step(situation(**changed), document, answers)
    assert isinstance(step, Checklist)
    return step


def test_questions_come_one_at_a_time_and_only_when_they_matter(document: ProcedureDocument) -> None:
    tree = situation()
    first = next_step(tree, document, {})
    second = next_step(tree, document, {"late": "no"})
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert (first.key, second.key) == ("late", "who")
    assert isinstance(next_step(tree, document, {"late": "yes"}), Checklist)


def test_the_checklist_holds_what_the_case_needs(document: ProcedureDocument) -> None:
    proxy = result(document, {"late": "no", "who": "proxy"})
    assert [(paper.name, paper.when) for paper in proxy.record.papers] == [
        ("Tờ khai", None),
        ("Văn bản ủy quyền", None),
    ]
    assert [fee.what for fee in proxy.record.fees.items] == ["Đúng hạn"]
    assert [time.when for time in proxy.record.times] == [None]
    assert proxy.mistakes == ()
    assert proxy.told == ("Mục no", "Mục proxy")


def test_another_case_another_list(document: ProcedureDocument) -> None:
    late = result(document, {"late": "yes"})
    assert [paper.name for paper in late.record.papers] == ["Tờ khai"]
    assert [fee.what for fee in late.record.fees.items] == ["Quá hạn"]
    assert [fact.text for fact in late.mistakes] == ["Để quá hạn"]


def test_exemptions_are_told_when_they_matter(document: ProcedureDocument) -> None:
    assert result(document, {"late": "yes"}, exempt_if="late").record.fees.exemptions
    assert not result(document, {"late": "no", "who": "self"}, exempt_if="late").record.fees.exemptions


def test_who_is_not_sure_sees_the_paper_with_its_case(document: ProcedureDocument) -> None:
    rule = {"named": "Văn bản ủy quyền", "only_if": "who == proxy", "maybe_if": "late"}
    paper = result(document, {"late": "yes"}, papers=[rule]).record.papers[-1]
    assert (paper.name, paper.when) == ("Văn bản ủy quyền", "Nhờ người khác làm thay")


def test_a_paper_added_to_the_record_later_is_never_lost(document: ProcedureDocument) -> None:
    renamed = document.papers[1].model_copy(update={"name": "Giấy ủy quyền mới"})
    changed = document.model_copy(update={"papers": [document.papers[0], renamed]})
    assert renamed in result(changed, {"late": "yes"}).record.papers


def test_another_procedure_instead_or_as_well(document: ProcedureDocument) -> None:
    others = [
        {"procedure": OTHER, "only_if": "late", "instead": True},
        {"procedure": CODE, "only_if": "who == proxy"},
    ]
    assert result(document, {"late": "yes"}, elsewhere=others).instead == OTHER
    assert result(document, {"late": "no", "who": "proxy"}, elsewhere=others).elsewhere == (CODE,)


def test_nothing_to_hand_in_is_said(document: ProcedureDocument) -> None:
    late = result(document, {"late": "yes"}, no_papers_if="late")
    assert late.no_papers
    assert late.record.papers == []


def test_only_answers_with_a_meaning_are_taken_over() -> None:
    tree = situation()
    assert valid(tree, {"late": "yes", "who": "proxy", "x": "y"}) == {"late": "yes"}
    assert valid(tree, {"late": "no", "who": "nobody"}) == {"late": "no"}
    assert before(tree, {"late": "no", "who": "self"}, "who") == {"late": "no"}


def test_every_path_is_walked() -> None:
    assert list(paths(situation())) == [
        {"late": "yes"},
        {"late": "no", "who": "self"},
        {"late": "no", "who": "proxy"},
    ]
