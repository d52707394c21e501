"""From a question to a reply."""

from __future__ import annotations

from rapidfuzz import fuzz

from knowledge_base.answers.compose import answer, clarify, not_found, officer, switched_off
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.schema import Question as RecordedQuestion
from knowledge_base.replies import Context, Meta, Reply, Say, Text
from knowledge_base.search.words import topic
from knowledge_base.understanding.decide import About, Outside, Unclear, Unknown, decide
from knowledge_base.understanding.grievance import act_of, guide, named_in
from knowledge_base.understanding.knowledge import Known
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Act, Aspect, Outcome

SAME_QUESTION = 88.0  # likeness in per cent from which a recorded question is the citizen's own
LONGEST_KEPT = 500  # characters of a question kept for a ticket


def respond(question: Question, context: Context, known: Known) -> Reply:
    """Answer, ask back, or say honestly that it is not known."""
    context = context.model_copy(update={"last_question": question.text[:LONGEST_KEPT]})
    aspects = _aspects(question, context)
    hits = known.search(question.text)
    named = known.named(question.text)
    match About(named) if named else decide(question, hits, context, known.documents):
        case About(code):
            document = known.documents[code]
            if off := known.off(document):
                return _marked(switched_off(document, off.reason, context), act_of(document), [])
            recorded = same_question(document, question.text)
            reply = answer(document, aspects, context, question=recorded)
            return _marked(reply, act_of(document), [hit.code for hit in hits])
        case Unclear(codes):
            documents = [known.documents[code] for code in codes]
            reply = clarify(documents, aspects, context)
            return _marked(reply, act_of(documents[0]), list(codes))
        case Outside(near):
            return _grievance(question, context, known) or outside(context, near=near)
        case Unknown():
            return _grievance(question, context, known) or not_found(context)


def chosen(code: str | None, aspect: Aspect | None, context: Context, known: Known) -> Reply:
    """What a tap on a procedure or an aspect means."""
    document = known.documents.get(code or context.procedure or "")
    if document is None:
        return not_found(context, "answer.ask_topic")
    if off := known.off(document):
        return switched_off(document, off.reason, context)
    return answer(document, [aspect] if aspect else context.aspects, context)


def outside(context: Context, *, near: bool) -> Reply:
    """Not ours to answer: say so, offer a person where one may help."""
    return Reply(
        blocks=[Text(text=Say(key="scope.near" if near else "scope.far"))],
        choices=[officer()],
        meta=Meta(outcome=Outcome.DECLINED, act=Act.QUESTION if near else Act.OTHER),
        context=context.model_copy(update={"misses": context.misses + 1}),
    )


def _grievance(question: Question, context: Context, known: Known) -> Reply | None:
    """Who speaks of a complaint or a denunciation is shown its legal way, not turned away."""
    act = named_in(question.text)
    return guide(act, context, known) if act else None


def same_question(document: ProcedureDocument, text: str) -> RecordedQuestion | None:
    """The recorded question that the citizen asks in other words."""
    wanted = topic(text)
    scored = [(fuzz.token_set_ratio(wanted, topic(item.question)), item) for item in document.questions]
    best = max(scored, key=lambda pair: pair[0], default=None)
    long_enough = best is not None and len(topic(best[1].question).split()) >= 3
    return best[1] if best and best[0] >= SAME_QUESTION and long_enough and len(wanted.split()) >= 3 else None


def _clarified(documents: list[ProcedureDocument], aspects: list[Aspect], context: Context, known: Known) -> Reply:
    """A choice among a few; nobody is asked to choose where nothing would be told."""
    offs = [known.off(document) for document in documents]
    if offs[0] is not None and all(offs):
        return switched_off(documents[0], offs[0].reason, context)
    return clarify(documents, aspects, context)


def _aspects(question: Question, context: Context) -> list[Aspect]:
    """What is asked; "thế còn kết hôn?" asks the same about something else."""
    if question.only_names_a_topic and question.carries_on and context.aspects:
        return context.aspects
    return [aspect for aspect in question.aspects if aspect != Aspect.OVERVIEW] or [Aspect.OVERVIEW]


def _marked(reply: Reply, act: Act, codes: list[str]) -> Reply:
    """With what the citizen does by asking, and the runners-up of the search."""
    first = reply.meta.procedure
    candidates = [*([first] if first else []), *(code for code in codes if code != first)][:3]
    return reply.model_copy(update={"meta": reply.meta.model_copy(update={"act": act, "candidates": candidates})})
