"""Labelled questions are read and taught; a broken file names its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import FOLDER
from knowledge_base.search.base import Base
from knowledge_base.search.index import SearchIndex
from knowledge_base.search.questions import load_questions
from knowledge_base.search.taught import Taught, load_taught
from tests.knowledge_base.search.conftest import Documents

HEAD = "question\tprocedure\taspects\n"


def test_questions_belong_to_their_procedures_or_elsewhere(tmp_path: Path) -> None:
    lines = ["a hỏi\t1.001193|1.004194\tfee", "b hỏi\tnone\t", "a hỏi\t1.001193\t", 'c "hỏi"\t1.001193\t']
    (tmp_path / "x.tsv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    asked = load_questions(tmp_path)
    assert asked.of == {"1.001193": ["a hỏi", 'c "hỏi"'], "1.004194": ["a hỏi"]}
    assert asked.elsewhere == ["b hỏi"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("question\tcode\n", "columns"),
        ("", "columns"),
        (HEAD + "hỏi\tkhai sinh\t\n", "line 2"),
        (HEAD + "hỏi\t1.001193\t\n\t1.001193\t\n", "line 3"),
        (HEAD + "chỉ có câu hỏi\n", "line 2"),
    ],
)
def test_a_broken_file_names_file_and_line(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "hong.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"hong\.tsv: {told}"):
        load_questions(tmp_path)


def test_the_questions_delivered_are_about_procedures_we_know() -> None:
    known = {path.stem for path in FOLDER.glob("*.yaml")}
    assert set(load_taught().questions) <= known


def test_a_question_taught_is_understood(documents: Documents) -> None:
    asked = "nhà tôi vừa có hỷ sự"
    taught = SearchIndex(Base(documents, Taught(questions={"1.000894": [asked]})))
    assert taught.search("nha toi vua co hy su")[0].code == "1.000894"
