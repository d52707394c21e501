"""Labelled questions of the knowledge base become sentences to learn from."""

from __future__ import annotations

from pathlib import Path
from random import Random

from nlu_data.learning.questions import Asked, read, sentences, signposts

OURS = Asked("khai sinh cần giấy tờ gì", "1.001193", "papers", "ho_tich")


def _labels(*rows: Asked) -> set[str]:
    return {label for _, label in sentences(list(rows), {"1.001456"}, Random(1))}


def test_a_question_of_ours_asks_its_aspect() -> None:
    assert _labels(OURS) == {"ask_papers"}


def test_one_about_a_signpost_is_not_ours_and_still_asks() -> None:
    assert _labels(OURS._replace(procedure="1.001456")) == {"out_of_scope_near+ask_papers"}


def test_none_is_other_authorities_business_or_small_talk_by_its_file() -> None:
    assert _labels(OURS._replace(procedure="none", aspects="")) == {"out_of_scope_near"}
    assert _labels(OURS._replace(procedure="none", aspects="", file="chuyen_khac")) == {"out_of_scope_far"}


def test_several_aspects_are_not_learned_from() -> None:
    assert not _labels(OURS._replace(aspects="papers,conditions"))


def test_a_long_story_is_also_learned_by_its_end() -> None:
    story = " ".join(["kể"] * 20) + " giờ tôi cần mang theo giấy tờ gì"
    texts = [text for text, _ in sentences([OURS._replace(text=story)], set(), Random(1))]
    assert any(len(text.split()) == 12 and text.endswith("mang theo giấy tờ gì") for text in texts)


def test_files_are_read_with_their_names(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text(
        "question\tprocedure\taspects\nphí nhiêu\t1.001193|1.004194\tfee\n", encoding="utf-8"
    )
    assert read(tmp_path) == [Asked("phí nhiêu", "1.001193|1.004194", "fee", "x")]


def test_signposts_are_told_by_their_records(tmp_path: Path) -> None:
    (tmp_path / "1.001456.yaml").write_text("code: '1.001456'\nlevel: signpost\n", encoding="utf-8")
    (tmp_path / "1.001193.yaml").write_text("code: '1.001193'\n", encoding="utf-8")
    assert signposts(tmp_path) == {"1.001456"}


def test_what_is_delivered_teaches_every_kind() -> None:
    labels = {label for _, label in sentences(read(), signposts(), Random(1))}
    assert {"ask_papers", "out_of_scope_near", "out_of_scope_far", "out_of_scope_near+ask_fee"} <= labels
