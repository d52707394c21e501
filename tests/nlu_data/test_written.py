"""The sentences of ``nlu/`` read without Rasa."""

from __future__ import annotations

from nlu_data.learning.written import example, read_written


def test_marks_are_taken_out_and_remembered() -> None:
    read = example("[khai sinh](topic) ở đâu, [kết hôn](topic)?", "ask_place")
    assert read.text == "khai sinh ở đâu, kết hôn?"
    assert [read.text[start:end] for start, end in read.marks] == ["khai sinh", "kết hôn"]


def test_everything_delivered_is_read() -> None:
    examples, tables = read_written()
    assert {"ask_papers", "greet", "out_of_scope_far"} <= {item.label for item in examples}
    assert tables["topic"]
    assert tables["outside"]
    assert not [item for item in examples if "](" in item.text]
