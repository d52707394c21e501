"""Complaints (khiếu nại) and denunciations (tố cáo): recognised, explained, routed; their law decides, not we."""

from __future__ import annotations

from knowledge_base.answers.compose import MOST_NAMED, choose, officer
from knowledge_base.language.fold import fold
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Choice, Context, Meta, Reply, Say, Text
from knowledge_base.understanding.knowledge import Known
from knowledge_base.vocabulary import Act, Outcome

FIELD = "khieu_nai_to_cao"
_NAMED = {Act.COMPLAINT: "khieu nai", Act.DENUNCIATION: "to cao"}
_RECEPTION = "tiep cong dan"


def act_of(document: ProcedureDocument) -> Act:
    """What somebody does who asks about this procedure: mostly just asking."""
    if document.field == FIELD:
        for act, name in _NAMED.items():
            if name in fold(document.name):
                return act
    return Act.QUESTION


def named_in(text: str) -> Act | None:
    """The grievance a text speaks of: the one named first."""
    folded = fold(text)
    places = {act: folded.find(name) for act, name in _NAMED.items() if name in folded}
    return min(places, key=lambda act: places[act]) if places else None


def guide(act: Act, context: Context, known: Known) -> Reply:
    """Explain the legal way and offer its procedures, the reception of citizens, and an officer."""
    related = _related(act, known)
    codes = [document.code for document in related]
    offered = [Choice(label=document.name, payload=choose(document.code)) for document in related]
    return Reply(
        blocks=[Text(text=Say(key=f"feedback.{act}"))],
        choices=[*offered, officer()],
        meta=Meta(outcome=Outcome.CLARIFY, act=act, candidates=codes),
        # The words are not kept: an ordinary ticket made next must not carry a denunciation.
        context=context.model_copy(update={"candidates": codes, "misses": 0, "last_question": None}),
    )


def _related(act: Act, known: Known) -> list[ProcedureDocument]:
    wanted = (_NAMED[act], _RECEPTION)
    ours = [document for document in known.documents.values() if document.field == FIELD]
    matching = [document for name in wanted for document in ours if name in fold(document.name)]
    return matching[:MOST_NAMED]
