"""Questions and taps become answers from the published record."""

from __future__ import annotations

from actions.answer import Answer, OutOfScope
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Aspect, Outcome
from tests.actions.conftest import BIRTH, COMPLAINT, MARRIAGE, Told


def test_every_aspect_asked_is_answered_in_one_order(knowledge: Knowledge, told: Told) -> None:
    asked = told("làm giấy khai sinh cho con cần gì, bao nhiêu tiền", "ask_fee", aspect=["fee", "papers"])
    reply = Answer(knowledge).decide(asked)
    assert reply.meta.outcome is Outcome.ANSWERED
    assert reply.meta.procedure == BIRTH
    assert reply.meta.aspects == [Aspect.PAPERS, Aspect.FEE]


def test_a_bare_follow_up_is_about_what_was_talked_about(knowledge: Knowledge, told: Told) -> None:
    follow_up = told("còn lệ phí?", "ask_fee", aspect=["fee"], context={"procedure": BIRTH, "aspects": ["papers"]})
    reply = Answer(knowledge).decide(follow_up)
    assert (reply.meta.procedure, reply.meta.aspects) == (BIRTH, [Aspect.FEE])


def test_another_topic_keeps_the_aspect(knowledge: Knowledge, told: Told) -> None:
    switch = told(
        "thế còn đăng ký kết hôn?",
        "ask_overview",
        aspect=["overview"],
        context={"procedure": BIRTH, "aspects": ["fee"]},
    )
    reply = Answer(knowledge).decide(switch)
    assert (reply.meta.procedure, reply.meta.aspects) == (MARRIAGE, [Aspect.FEE])


def test_a_tap_answers_what_it_names(knowledge: Knowledge, told: Told) -> None:
    tap = told("/choose", "choose", procedure=[MARRIAGE], aspect=["time"])
    reply = Answer(knowledge).decide(tap)
    assert (reply.meta.procedure, reply.meta.aspects) == (MARRIAGE, [Aspect.TIME])


def test_a_tap_on_an_aspect_stays_with_the_topic(knowledge: Knowledge, told: Told) -> None:
    reply = Answer(knowledge).decide(told("/choose", "choose", aspect=["papers"], context={"procedure": BIRTH}))
    assert (reply.meta.procedure, reply.meta.aspects) == (BIRTH, [Aspect.PAPERS])


def test_a_tap_on_a_procedure_that_is_gone_asks_for_the_topic(knowledge: Knowledge, told: Told) -> None:
    reply = Answer(knowledge).decide(told("/choose", "choose", procedure=["9.999999"]))
    assert reply.meta.outcome is Outcome.DECLINED
    assert [choice.payload for choice in reply.choices] == ["#handover"]


def test_asking_how_one_complains_is_answered_and_marked_as_a_complaint(knowledge: Knowledge, told: Told) -> None:
    reply = Answer(knowledge).decide(told("giải quyết khiếu nại lần đầu mất bao lâu", "ask_time", aspect=["time"]))
    assert (reply.meta.procedure, reply.meta.act) == (COMPLAINT, Act.COMPLAINT)


def test_what_is_none_of_our_business_is_declined_with_a_way_on(knowledge: Knowledge, told: Told) -> None:
    reply = OutOfScope(knowledge).decide(told("vượt đèn đỏ phạt nhiêu", "out_of_scope_near", aspect=["penalty"]))
    assert reply.meta.outcome is Outcome.DECLINED
    assert [choice.payload for choice in reply.choices] == ["#handover"]


def test_words_that_only_look_like_an_aspect_are_no_aspect(knowledge: Knowledge, told: Told) -> None:
    reply = Answer(knowledge).decide(told("đăng ký khai sinh", "ask_overview", aspect=["weather"]))
    assert reply.meta.aspects == [Aspect.OVERVIEW]
