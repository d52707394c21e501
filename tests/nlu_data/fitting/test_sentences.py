"""What is asked while fitting, and what is put aside for it."""

from __future__ import annotations

from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.taught import Taught
from nlu_data.fitting.fitting import SHARES
from nlu_data.fitting.folds import FOLDS, Material
from nlu_data.fitting.sentences import Sentence, fold_of, framed, of_questions
from nlu_data.learning.examples import Example
from nlu_data.learning.questions import Asked

ROWS = [Asked(f"câu hỏi số {number}", "1.001193", "fee", "x") for number in range(40)]


def _material() -> Material:
    names = [f"tên {number}" for number in range(40)]
    topics = [f"việc khác {number}" for number in range(40)]
    examples = [Example("hôm nay mưa không", "out_of_scope_far"), Example("cần giấy tờ gì", "ask_papers")]
    taught = Taught({"1.001193": names}, {"1.001193": [row.text for row in ROWS]}, Lexicon({}, [], topics))
    return Material({}, taught, ROWS, examples, {"topic": [], "outside": ["ly hôn"]})


def test_every_sentence_is_asked_in_one_fold_and_learned_in_the_others() -> None:
    material = _material()
    asked = [{sentence.text for sentence in material.sentences(fold)} for fold in range(FOLDS)]
    for row in ROWS:
        here = [fold for fold in range(FOLDS) if row.text in asked[fold]]
        assert here == [fold_of(row.text, FOLDS)]
        assert row not in material.without(here[0]).rows
        assert row.text not in material.without(here[0]).taught.questions["1.001193"]


def test_every_kind_that_is_asked_counts() -> None:
    material = _material()
    kinds = {sentence.kind for fold in range(FOLDS) for sentence in material.sentences(fold)}
    assert kinds == {"question", "name", "topic_none", "example_none"}
    assert kinds <= set(SHARES)


def test_a_question_is_asked_as_typed_and_in_another_spelling() -> None:
    rows = [Asked("Phí khai sinh bao nhiêu?", "1.001193|3.000722", "fee", "x"), Asked("ly hôn", "none", "", "x")]
    first, _, none, _ = of_questions(rows, frozenset())
    assert first == Sentence("Phí khai sinh bao nhiêu?", ("1.001193", "3.000722"), "question")
    assert none.right == ("none",)


def test_a_name_stands_in_the_same_question_each_time() -> None:
    assert framed("khai sinh") == framed("khai sinh")
    assert "khai sinh" in framed("khai sinh")
