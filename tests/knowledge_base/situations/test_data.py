"""The real situations: every way through every one of them, and nothing invented."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.situations.check import faults
from knowledge_base.situations.checklist import Checklist
from knowledge_base.situations.loader import load_situations
from knowledge_base.situations.reply import tell
from knowledge_base.situations.schema import MOST_QUESTIONS
from knowledge_base.situations.walk import next_step, paths

SITUATIONS = load_situations()
MOST_ASKED = {
    "1.001193",
    "1.000656",
    "1.000894",
    "1.004873",
    "2.000635",
    "2.000815",
    "1.004222",
    "1.004194",
    "1.116410",
}


def test_the_most_asked_procedures_have_one() -> None:
    assert len(SITUATIONS) >= 14
    assert set(SITUATIONS) >= MOST_ASKED


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_path_ends_in_a_checklist_of_the_record(code: str, documents: dict[str, ProcedureDocument]) -> None:
    situation, document = SITUATIONS[code], documents[code]
    assert faults(situation, document, frozenset(documents)) == []
    for answers in paths(situation):
        assert len(answers) <= MOST_QUESTIONS
        result = next_step(situation, document, answers)
        assert isinstance(result, Checklist)
        assert {paper.name for paper in result.record.papers} <= {paper.name for paper in document.papers}
        reply = tell(result, documents, Context(), [])
        assert reply.blocks
        assert reply.meta.procedure == code


@pytest.mark.parametrize("code", SITUATIONS)
def test_an_answer_says_something_without_its_question(code: str) -> None:
    for question in SITUATIONS[code].questions:
        for option in question.options:
            assert question.told(option.key).split()[0] not in {"Có", "Không,"} or len(question.told(option.key)) > 8
            assert question.told(option.key) not in {"Có", "Không", "Tôi không rõ", "Đã có", "Chưa có"}


def papers(code: str, documents: dict[str, ProcedureDocument], **answers: str) -> list[str]:
    result = next_step(SITUATIONS[code], documents[code], answers)
    assert isinstance(result, Checklist)
    return [paper.name for paper in result.record.papers]


def test_a_birth_without_a_birth_note(documents: dict[str, ProcedureDocument]) -> None:
    case = {"case": "ordinary", "certificate": "no", "married": "yes", "late": "no", "who": "proxy"}
    found = papers("1.001193", documents, **case)
    assert "Giấy chứng sinh" not in found
    assert any(name.startswith("Văn bản của người làm chứng") for name in found)
    assert "Văn bản ủy quyền" in found


def test_a_lost_card_cannot_be_handed_in(documents: dict[str, ProcedureDocument]) -> None:
    assert papers("1.116410", documents, what="damaged", age="adult", way="counter")[-1].startswith("Thẻ căn cước")
    assert not papers("1.116410", documents, what="lost", age="adult", way="counter")[-1].startswith("Thẻ căn cước")
