"""When one procedure is answered, when a choice is offered, when the talk goes on, when it is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.understanding.decide import About, Decision, Outside, Unclear, Unknown, decide
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
DOCUMENTS = cast("Mapping[str, ProcedureDocument]", dict.fromkeys([BIRTH, MARRIAGE, DEATH]))


def _decide(*hits: Hit, aspects: tuple[Aspect, ...] = (), about: str | None = None, far: float = 0.0) -> Decision:
    question = Question("…", aspects=aspects, likely={"out_of_scope_far": far})
    return decide(question, hits, Context(procedure=about), DOCUMENTS)


def test_a_clear_find_is_answered() -> None:
    assert _decide(Hit(BIRTH, 1.0, 0.9, 0.2), Hit(DEATH, 0.6, 0.5, 0.2)) == About(BIRTH)


def test_a_close_race_offers_at_most_three() -> None:
    hits = [Hit(BIRTH, 0.9, 0.9), Hit(DEATH, 0.85, 0.9), Hit(MARRIAGE, 0.8, 0.9), Hit("1.000001", 0.8, 0.9)]
    assert _decide(*hits) == Unclear((BIRTH, DEATH, MARRIAGE))


def test_a_weak_find_asks_back_even_if_alone_in_front() -> None:
    assert _decide(Hit(BIRTH, 0.48, 0.9, 0.1), Hit(DEATH, 0.2, 0.1, 0.1)) == Unclear((BIRTH, DEATH))


def test_nearer_to_other_authorities_is_not_ours() -> None:
    assert _decide(Hit(BIRTH, 0.7, 0.9, 1.1)) == Outside(near=True)


def test_hardly_anything_found_is_unknown() -> None:
    assert _decide(Hit(BIRTH, 0.3, 0.1, 0.1)) == Unknown()
    assert _decide() == Unknown()


@pytest.mark.parametrize(("far", "decision"), [(0.9, Outside(near=False)), (0.2, About(BIRTH))])
def test_a_model_that_thinks_it_small_talk_is_heeded_unless_the_find_is_strong(far: float, decision: Decision) -> None:
    assert _decide(Hit(BIRTH, 0.7, 0.9, 0.2), far=far) == decision
    assert _decide(Hit(BIRTH, 1.3, 0.9, 0.2), far=far) == About(BIRTH)


class TestInAConversation:
    """The talk was about birth registration."""

    def test_an_aspect_alone_goes_on(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), about=BIRTH) == About(BIRTH)

    def test_a_weak_find_does_not_change_the_topic(self) -> None:
        assert _decide(Hit(DEATH, 0.6, 0.4, 0.1), aspects=(Aspect.PAPERS,), about=BIRTH) == About(BIRTH)

    def test_nor_does_one_that_the_topic_nearly_explains_too(self) -> None:
        hits = (Hit(DEATH, 0.9, 0.9, 0.1), Hit(BIRTH, 0.7, 0.9, 0.1))
        assert _decide(*hits, aspects=(Aspect.PAPERS,), about=BIRTH) == About(BIRTH)

    def test_a_strong_find_does(self) -> None:
        hits = (Hit(MARRIAGE, 1.2, 0.9, 0.1), Hit(DEATH, 0.4, 0.3, 0.1))
        assert _decide(*hits, aspects=(Aspect.FEE,), about=BIRTH) == About(MARRIAGE)

    def test_naming_a_topic_does(self) -> None:
        assert _decide(Hit(MARRIAGE, 0.7, 0.5, 0.1), about=BIRTH) == About(MARRIAGE)

    def test_business_of_others_is_not_answered_from_the_topic(self) -> None:
        assert _decide(Hit(DEATH, 0.4, 0.3, 0.9), aspects=(Aspect.FEE,), about=BIRTH) == Outside(near=True)

    def test_a_topic_that_is_no_longer_published_is_forgotten(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), about="9.999999") == Unknown()
