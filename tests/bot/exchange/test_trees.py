"""Questions travel with YAML; a workbook, which cannot hold them, never takes them away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.exchange.workbook_in import read_workbook
from bot.exchange.workbook_out import workbook_of
from bot.exchange.yaml_files import read_yaml, yaml_of
from bot.texts import Texts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.situations.loader import delivered

TEXTS, TODAY = Texts.load(), date(2026, 11, 25)
ALL = delivered()
CODES = {document.code for document in ALL}
OURS = [document for document in ALL if document.situation is not None]
TREES: dict[str, Any] = {one.code: one.situation.model_dump(mode="json") for one in OURS if one.situation}


def without(document: ProcedureDocument) -> ProcedureDocument:
    return document.model_copy(update={"situation": None})


def test_yaml_carries_them_both_ways() -> None:
    found = read_yaml(yaml_of(OURS), TEXTS, TODAY, CODES)
    assert found.mistakes == []
    assert found.documents == OURS


def test_a_file_without_a_word_about_them_leaves_them() -> None:
    silent = yaml_of([without(document) for document in OURS])
    assert read_yaml(silent, TEXTS, TODAY, CODES, TREES).documents == OURS
    assert read_workbook(workbook_of(OURS[:2], TEXTS), TEXTS, TODAY, CODES, TREES).documents == OURS[:2]


def test_yaml_can_take_them_away() -> None:
    gone = yaml_of([without(OURS[0])]) + b"situation: null\n"
    assert read_yaml(gone, TEXTS, TODAY, CODES, TREES).documents == [without(OURS[0])]


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_a_paper_renamed_in_a_file_is_found_where_the_questions_name_it(kind: str) -> None:
    birth = next(document for document in OURS if document.code == "1.001193")
    papers = [paper.model_copy(update={"name": f"{paper.name} (mới)"}) for paper in birth.papers]
    renamed = without(birth.model_copy(update={"papers": papers}))
    if kind == "yaml":
        mistakes = read_yaml(yaml_of([renamed]), TEXTS, TODAY, CODES, TREES).mistakes
    else:
        mistakes = read_workbook(workbook_of([renamed], TEXTS), TEXTS, TODAY, CODES, TREES).mistakes
    assert any("Thủ tục không có mục nào tên “Giấy chứng sinh”" in mistake.words for mistake in mistakes)
