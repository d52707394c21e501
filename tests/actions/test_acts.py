"""What is not a question: greetings, opinions, complaints, denunciations, reports, wanting a person."""

from __future__ import annotations

import pytest

from actions.feedback import Feedback
from actions.handover import Handover
from actions.smalltalk import Smalltalk
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Outcome
from tests.actions.conftest import COMPLAINT, DENUNCIATION, RECEPTION, Told


@pytest.mark.parametrize(
    ("intent", "act"),
    [("greet", Act.GREETING), ("goodbye", Act.GREETING), ("thanks", Act.THANKS), ("bot_challenge", Act.OTHER)],
)
def test_small_talk_keeps_the_topic(knowledge: Knowledge, told: Told, intent: str, act: Act) -> None:
    reply = Smalltalk(knowledge).decide(told("…", intent, context={"procedure": COMPLAINT}))
    assert (reply.meta.outcome, reply.meta.act) == (Outcome.SMALLTALK, act)
    assert reply.context.procedure == COMPLAINT


def test_an_insult_is_met_with_an_apology_and_a_person(knowledge: Knowledge, told: Told) -> None:
    reply = Smalltalk(knowledge).decide(told("đồ ngu", "insult"))
    assert [choice.payload for choice in reply.choices] == ["#handover"]


def test_wanting_a_person_starts_the_form_and_keeps_the_last_question(knowledge: Knowledge, told: Told) -> None:
    reply = Handover(knowledge).decide(told("gặp cán bộ", "handover", context={"last_question": "đất nhà tôi…"}))
    assert reply.start_handover
    assert (reply.meta.act, reply.context.last_question) == (Act.HANDOVER, "đất nhà tôi…")


@pytest.mark.parametrize(("intent", "act"), [("suggestion", Act.SUGGESTION), ("report_officer", Act.REPORT)])
def test_opinions_and_reports_become_a_ticket_of_their_kind(
    knowledge: Knowledge, told: Told, intent: str, act: Act
) -> None:
    words = "đèn đường hư cả tháng"
    reply = Feedback(knowledge).decide(told(words, intent, context={"procedure": COMPLAINT}))
    assert reply.start_handover
    assert (reply.meta.act, reply.meta.outcome) == (act, Outcome.TICKET)
    assert (reply.context.last_question, reply.context.procedure) == (words, None)


@pytest.mark.parametrize(
    ("intent", "act", "code"),
    [("complaint", Act.COMPLAINT, COMPLAINT), ("denunciation", Act.DENUNCIATION, DENUNCIATION)],
)
def test_legal_grievances_are_explained_and_routed_never_taken_as_a_question(
    knowledge: Knowledge, told: Told, intent: str, act: Act, code: str
) -> None:
    reply = Feedback(knowledge).decide(told("tôi muốn kiện xã", intent))
    assert not reply.start_handover
    assert (reply.meta.act, reply.meta.candidates) == (act, [code, RECEPTION])
    assert reply.choices[-1].payload == "#handover"


def test_the_words_of_a_denunciation_are_not_carried_into_an_ordinary_ticket(knowledge: Knowledge, told: Told) -> None:
    context = {"last_question": "ông A ở xã nhận tiền"}
    reply = Feedback(knowledge).decide(told("tôi tố cáo ông A", "denunciation", context=context))
    assert reply.context.last_question is None
