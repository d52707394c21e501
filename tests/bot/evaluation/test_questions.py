"""Files of questions are read whole or refused with the line that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.questions import BadQuestionsError, read_dialogues, read_questions
from bot.texts import Texts
from knowledge_base.vocabulary import Aspect

HEAD = "question\tprocedure\taspects\tgroup\n"


def tsv(folder: Path, content: str) -> Path:
    path = folder / "q.tsv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_row_becomes_one_question(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, HEAD + 'Làm "giấy khai sinh" cần gì?\t1.001193|3.000722\tpapers,fee\treal\n\ntrời mưa\tnone\t\toos\n'
    )
    [[first], [second]] = read_questions(path)
    assert first.question == 'Làm "giấy khai sinh" cần gì?'
    assert first.expected == ("1.001193", "3.000722")
    assert first.aspects == frozenset({Aspect.PAPERS, Aspect.FEE})
    assert (second.expected, second.aspects, second.group) == (("none",), None, "oos")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("\t1.001193\tfee\tg", "empty"),
        ("hỏi\tkhai sinh\tfee\tg", "procedure"),
        ("hỏi\t\tfee\tg", "procedure"),
        ("hỏi\tnone|1.001193\t\tg", "procedure"),
        ("hỏi\t1.001193\tphí\tg", "aspects"),
        ("hỏi\t1.001193\tfee\tg\tthừa", "too_many_columns"),
    ],
)
def test_a_malformed_row_is_named_by_its_line(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(BadQuestionsError) as caught:
        read_questions(tsv(tmp_path, f"{HEAD}hỏi\t1.001193\tfee\tg\n{row}\n"))
    assert caught.value.key == f"evaluate.bad.{problem}"
    assert Texts.load().say(caught.value.key, **caught.value.args_for_text).startswith("q.tsv:3")


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadQuestionsError, match=r"q\.tsv:1"):
        read_questions(tsv(tmp_path, "question\tgroup\nhỏi\tg\n"))
    with pytest.raises(BadQuestionsError, match="nirgends"):
        read_questions(tmp_path / "nirgends.tsv")


def test_a_dialogue_is_a_list_of_turns(tmp_path: Path) -> None:
    turns = [
        {"question": "làm khai sinh cần gì", "procedure": "1.001193", "aspects": "papers", "group": "d"},
        {"question": "còn lệ phí?", "procedure": ["1.001193"], "aspects": ["fee"]},
    ]
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(turns, ensure_ascii=False) + "\n", encoding="utf-8")
    [[first, second]] = read_dialogues(path)
    assert first.group == "d"
    assert second.aspects == frozenset({Aspect.FEE})


@pytest.mark.parametrize("line", ["{", "{}", "[]", "[1]", '[{"question": 3, "procedure": "none"}]'])
def test_a_malformed_dialogue_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(BadQuestionsError, match=r"d\.jsonl:2"):
        read_dialogues(path)
