"""A broken tree is refused with its field and the reason, before anybody is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.check import FEW, faults
from knowledge_base.situations.loader import load_file, load_situations, with_situations
from knowledge_base.situations.schema import Situation
from tests.knowledge_base.situations.conftest import CODE, OTHER, options, situation, tree

CODES = frozenset({CODE, OTHER})
LATE = {"key": "late", "ask": "Đã quá hạn chưa ạ?", "options": options("yes", "no")}
WHO = {"key": "who", "ask": "Ai đi làm ạ?", "options": options("self", "proxy")}


def problems(situation: Situation, document: ProcedureDocument) -> list[str]:
    """Where and what, as ``place kind {args}``."""
    found = faults(situation, document, CODES)
    return [f"{'.'.join(map(str, fault.place))} {fault.kind} {fault.args}" for fault in found]


def many(count: int) -> list[dict[str, Any]]:
    return [{"key": f"q{number}", "ask": "Hỏi ạ?", "options": options("yes", "no")} for number in range(count)]


def test_a_good_tree_has_no_problem(document: ProcedureDocument) -> None:
    assert problems(situation(), document) == []


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"questions": [LATE, WHO, LATE]}, "questions.2.key", "asked_twice"),
        (
            {"questions": [{**LATE, "options": options("yes", "no", "yes")}, WHO]},
            "questions.0.options",
            "offered_twice",
        ),
        ({"questions": [{**LATE, "only_if": "who == self"}, WHO]}, "questions.0.only_if", "asked_later"),
        ({"questions": [LATE, {**WHO, "only_if": "nobody"}]}, "questions.1.only_if", "unknown_question"),
        ({"questions": [LATE, {**WHO, "only_if": "late == never"}]}, "questions.1.only_if", "unknown_answer"),
        ({"questions": [LATE, {**WHO, "only_if": "late and not late"}]}, "questions.1.ask", "never_asked"),
        ({"questions": [LATE, WHO, *many(5)]}, "questions", "too_many_questions"),
        ({"notes": [{"named": "Để quá hạn", "only_if": "late and who == self"}]}, "notes.0.only_if", "never_holds"),
        ({"notes": [{"named": "Lời bịa", "only_if": "late"}]}, "notes.0.named", "unknown_fact {'named': 'Lời bịa'}"),
        ({"fees": [{"named": "Phí lạ", "only_if": "late"}]}, "fees.0.named", "unknown_fact"),
        ({"times": [{"named": "Khi lạ", "only_if": "late"}]}, "times.0.named", "unknown_fact"),
        ({"papers": []}, "papers", "no_rule {'named': 'Văn bản ủy quyền'"),
        ({"exempt_if": "poor"}, "exempt_if", "unknown_question {'question': 'poor'}"),
        ({"elsewhere": [{"procedure": "9.999999", "only_if": "late"}]}, "elsewhere.0.procedure", "no_procedure"),
        (
            {"papers": [*tree()["papers"], {"named": "Tờ khai", "only_if": "late == no"}]},
            "questions",
            "no_paper {'way': 'late=yes', 'told': 'Mục yes'",
        ),
    ],
)
def test_a_mistake_names_field_and_reason(
    document: ProcedureDocument, changed: dict[str, Any], field: str, reason: str
) -> None:
    found = problems(situation(**changed), document)
    assert any(line.startswith(f"{field} {reason}") for line in found), found


def test_no_papers_must_be_said_to_be_meant(document: ProcedureDocument) -> None:
    papers = [*tree()["papers"], {"named": "Tờ khai", "only_if": "late == no"}]
    assert problems(situation(papers=papers, no_papers_if="late"), document) == []


def test_a_tree_too_large_to_prove_is_refused(document: ProcedureDocument) -> None:
    assert problems(situation(questions=[LATE, WHO, *many(16)]), document)[0].startswith("questions too_many_paths")


def test_of_many_paths_wrong_alike_a_few_are_named_and_all_counted(document: ProcedureDocument) -> None:
    found = faults(situation(questions=[LATE, WHO, *many(6)]), document, CODES)
    assert [fault.args["alike"] for fault in found if fault.kind == "too_many_questions"] == [256] * FEW


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exempt_if": "late >"}, r"exempt_if: .*at character 6"),
        ({"questions": [{**LATE, "key": "and"}]}, r"questions\.0\.key: .*condition language"),
        ({"questions": [{**LATE, "options": options("yes")}]}, r"questions\.0\.options: .*at least 2"),
        ({"colour": "red"}, r"colour: "),
        ({"procedure": OTHER}, r"procedure: is 1.000002, but the file is named 1.000001"),
    ],
)
def test_a_bad_file_names_itself(tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    path = tmp_path / f"{CODE}.yaml"
    held = {"procedure": CODE, **tree(**changed)}
    path.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"{CODE}\.yaml: {reason}"):
        load_file(path)


def test_a_file_that_is_no_yaml_names_itself(tmp_path: Path) -> None:
    (tmp_path / f"{CODE}.yaml").write_text("questions: [", encoding="utf-8")
    with pytest.raises(DataFileError, match="not readable as YAML"):
        load_situations(tmp_path)


def test_bare_yes_and_no_of_yaml_are_keys(tmp_path: Path) -> None:
    path = tmp_path / f"{CODE}.yaml"
    held = yaml.safe_dump({"procedure": CODE, **tree()}, allow_unicode=True)
    path.write_text(held.replace("'yes'", "yes").replace("'no'", "no"), "utf-8")
    assert [option.key for option in load_file(path).questions[0].options] == ["yes", "no"]


def test_a_situation_of_an_unknown_procedure_is_refused(document: ProcedureDocument) -> None:
    with pytest.raises(DataFileError, match=r"1\.000009\.yaml: procedure: not known"):
        with_situations([document], {"1.000009": situation()})


def test_a_situation_that_does_not_fit_its_procedure_is_refused(document: ProcedureDocument) -> None:
    broken = situation(notes=[{"named": "Lời bịa", "only_if": "late"}])
    with pytest.raises(DataFileError, match=r"1\.000001\.yaml: notes\.0\.named: the record holds no 'Lời bịa'"):
        with_situations([document], {CODE: broken})
