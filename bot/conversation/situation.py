"""Asks the questions of a situation one at a time, and tells the personal checklist at the end; without Rasa.

What was answered is kept on the conversation until the checklist is told. It holds choices only, nothing personal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.checklists.links import ChecklistLinks
from bot.conversation.handover import wants_to_leave
from bot.conversation.replying import plain_reply
from bot.drafts.address import draft_path
from knowledge_base.answers.compose import switched_off
from knowledge_base.clock import VIETNAM
from knowledge_base.language.fold import fold
from knowledge_base.procedures.library import Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Choice, Context, Link, Reply, Say, Text
from knowledge_base.situations.reply import ask, tell
from knowledge_base.situations.schema import Option, Question, Situation
from knowledge_base.situations.walk import before, next_step, open_question, valid
from knowledge_base.vocabulary import Act, Aspect, Outcome

_BACK = {"quay lai", "tro lai", "cau truoc", "lui lai", "sua cau truoc"}
_PLAIN = {
    "yes": {"co", "da", "vang", "dung", "phai", "roi", "ok", "u", "uh"},
    "no": {"khong", "chua", "ko", "k", "hong"},
}
_POLITE = re.compile(r"^(?:da |vang |a )+|(?: a| nhe| em)+$")


class SituationForm(BaseModel):
    """What has been answered so far."""

    model_config = ConfigDict(frozen=True)

    form: Literal["situation"] = "situation"
    procedure: str
    answers: dict[str, str] = {}


@dataclass(frozen=True)
class Step:
    """What to say, and the form as it is now (None: over). ``unheard``: what was typed answers nothing."""

    reply: Reply
    form: SituationForm | None = None
    unheard: bool = False


class Interview:
    """``known`` gives today's published procedures, with their questions."""

    def __init__(self, known: Callable[[], Snapshot], links: ChecklistLinks, clock: Callable[[], datetime]) -> None:
        self._known = known
        self._links = links
        self._clock = clock

    def start(self, code: str, context: Context, answered: Sequence[str] = ()) -> Step | None:
        """Begin, or carry on after ``answered`` ("key:option"); None if the procedure has no questions today."""
        known = self._known()
        document = known.documents.get(code)
        if document is None or document.situation is None:
            return None
        given = dict(pair for item in answered if len(pair := item.split(":")) == 2)
        return self._step(known, document, document.situation, given, context)

    def advance(self, form: SituationForm, text: str, context: Context) -> Step:
        """Take the answer to the open question; ``text`` is what was typed, or the payload of a choice."""
        known = self._known()
        document = known.documents.get(form.procedure)
        if document is None or document.situation is None or _leaves(text):
            return self._left(form, context)
        situation = document.situation
        given = valid(situation, form.answers)  # the questions may have been changed since
        if text == "#back" or fold(text) in _BACK:
            return self._step(known, document, situation, dict([*given.items()][:-1]), context)
        answers = _answered(situation, given, text, open_question(situation, given))
        if answers is None:
            return self._step(known, document, situation, given, context, unheard=True)
        return self._step(known, document, situation, answers, context)

    def paused(self, form: SituationForm, reply: Reply) -> Reply:
        """A reply to something else, with the way to carry on."""
        document = self._known().told.get(form.procedure)
        if document is None:
            return reply
        told = " ".join(f"{key}:{option}" for key, option in form.answers.items())
        carry_on = Choice(
            label=Say(key="situation.choice.carry_on"), payload=f"#situation {form.procedure} {told}".strip()
        )
        remark = Text(text=Say(key="situation.paused", args={"name": document.name}))
        return reply.model_copy(update={"blocks": [*reply.blocks, remark], "choices": [carry_on, *reply.choices]})

    def offered(self, reply: Reply) -> Reply:
        """An answer with the way to the procedure's questions, and an answer about its form with the way to a draft."""
        code = reply.meta.procedure
        if reply.meta.outcome is not Outcome.ANSWERED or code is None:
            return reply
        if Aspect.FORM in reply.meta.aspects:
            reply = reply.model_copy(update={"blocks": [*reply.blocks, *self._draft(code)]})
        document = self._known().told.get(code)
        if document is None or document.situation is None:
            return reply
        mine = Choice(label=Say(key="situation.choice.mine"), payload=f"#situation {code}")
        first = Aspect.PAPERS in reply.meta.aspects
        at = 0 if first else next((n for n, item in enumerate(reply.choices) if item.payload == "#handover"), None)
        at = len(reply.choices) if at is None else at
        return reply.model_copy(update={"choices": [*reply.choices[:at], mine, *reply.choices[at:]]})

    def _step(
        self,
        known: Snapshot,
        document: ProcedureDocument,
        situation: Situation,
        given: Mapping[str, str],
        context: Context,
        *,
        unheard: bool = False,
    ) -> Step:
        """The next question, the checklist, or why nothing is told for now."""
        if off := known.off(document):
            return Step(switched_off(document, off.reason, context))
        answers = valid(situation, given)
        step = next_step(situation, document, answers)
        if isinstance(step, Question):
            form = SituationForm(procedure=document.code, answers=answers)
            return Step(ask(step, document, context, number=len(answers) + 1, unheard=unheard), form, unheard)
        url, until = self._links.make(document.code, situation.fingerprint, answers, self._clock())
        ends = until.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
        link = Link(label=Say(key="situation.print", args={"until": ends}), url=url)
        draft = [] if step.instead else self._draft(document.code)
        return Step(tell(step, known.told, context, [link, *draft]))

    def _draft(self, code: str) -> list[Link]:
        path = draft_path(code)
        return [Link(label=Say(key="situation.draft"), url=self._links.absolute(path))] if path else []

    def _left(self, form: SituationForm, context: Context) -> Step:
        again = Choice(label=Say(key="situation.choice.again"), payload=f"#situation {form.procedure}")
        said = Text(text=Say(key="situation.left"))
        return Step(plain_reply([said], context, outcome=Outcome.SMALLTALK, act=Act.OTHER, choices=[again]))


def _leaves(text: str) -> bool:
    return text == "#cancel" or wants_to_leave(text)


def _answered(
    situation: Situation, answers: Mapping[str, str], text: str, question: Question | None
) -> dict[str, str] | None:
    """The answers with this one; a tap on an earlier question's button takes back what came after it."""
    match text.split():
        case ["#answer", key, chosen] if situation.question(key):
            given = {**before(situation, answers, key), key: chosen}
            return given if valid(situation, given) == given else None
    meant = _meant(question, text) if question else None
    return {**answers, question.key: meant.key} if question and meant else None


def _meant(question: Question, text: str) -> Option | None:
    """The option somebody typed: its words, most of them, or plain yes or no."""
    words = _POLITE.sub("", fold(text)) or fold(text)
    for option in question.options:
        if words == fold(option.label) or words in _PLAIN.get(option.key, ()):
            return option
    near = [option for option in question.options if len(words) > 3 and f" {words} " in f" {fold(option.label)} "]
    return near[0] if len(near) == 1 else None
