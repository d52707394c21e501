"""Decides one turn: who answers it (a form, the bot itself, Rasa, or the search while Rasa is away)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol

from bot.conversation.forms import AnyForm
from bot.conversation.handover import Form, Handover, Outcomes, Stage
from bot.conversation.incoming import for_rasa, problem_with
from bot.conversation.options import chosen_payload
from bot.conversation.pauses import channel_closed, waited_too_long
from bot.conversation.replying import officer_choice, say_only
from bot.conversation.situation import Interview, SituationForm, Step
from bot.conversation.turn import Decided, OpenTicket, RateTicket, ReopenTicket, Turn
from bot.dialogue import DialogueDownError
from knowledge_base.answers.compose import MISSES_BEFORE_OFFICER
from knowledge_base.forms.answers import FormAnswers
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.replies import Context, Reply
from knowledge_base.understanding.place_answer import PlaceAnswers
from knowledge_base.vocabulary import Act, Outcome

MAX_ATTEMPTS = 4  # a message that killed or broke its worker so often gets an apology instead


class Asks(Protocol):
    """Rasa's client. Raises DialogueDownError when there is no answer."""

    async def ask(self, conversation_id: str, message: str, context: Context) -> Reply:
        """What was decided."""


class Responds(Protocol):
    """What answers while Rasa is away."""

    def respond(self, message: str, context: Context) -> Reply:
        """A true answer from the knowledge base alone."""


class Decider:
    """Pure but for asking Rasa."""

    def __init__(
        self,
        dialogue: Asks,
        fallback: Responds,
        handover: Handover,
        interview: Interview,
        places: PlaceAnswers,
        forms: FormAnswers,
        *,
        per_minute: int,
        max_text: int,
    ) -> None:
        self._dialogue = dialogue
        self._fallback = fallback
        self._handover = handover
        self._interview = interview
        self._places = places
        self._forms = forms
        self._per_minute = per_minute
        self._max_text = max_text

    async def decide(self, turn: Turn) -> Decided:
        """What to say and change for this message."""
        if turn.attended:
            return Decided(turn.context, form=turn.form)
        if turn.closed is not None:
            return Decided(turn.context, channel_closed(turn.closed, turn.context), turn.form, held_by=turn.closed)
        if turn.late is not None:
            said = waited_too_long(turn.late.received_at, turn.context) if turn.late.last else None
            return Decided(turn.context, said, turn.form)
        if turn.recent > self._per_minute:
            return self._flooded(turn)
        if turn.claim.attempts > MAX_ATTEMPTS:
            return Decided(turn.context, apology(turn.context))
        if turn.withdrawn:
            return Decided(turn.context, say_only("privacy.withdrawn", turn.context, Outcome.DECLINED))
        if turn.kind is IncomingKind.ATTACHMENT:
            reply = say_only("notice.attachment", turn.context, Outcome.DECLINED, officer_choice())
            return Decided(turn.context, reply, form=turn.form)
        if turn.kind is IncomingKind.START:
            return await self._start(turn)
        return await self._text_or_choice(turn)

    def _flooded(self, turn: Turn) -> Decided:
        first_over = turn.recent_before <= self._per_minute
        reply = say_only("notice.too_many", turn.context, Outcome.DECLINED) if first_over else None
        return Decided(turn.context, reply, form=turn.form)

    async def _start(self, turn: Turn) -> Decided:
        if turn.text:
            return await self._ask_rasa(
                turn, f'/choose{{"procedure": "{turn.text}"}}' if _is_code(turn.text) else "/greet"
            )
        return await self._ask_rasa(turn, "/greet")

    async def _text_or_choice(self, turn: Turn) -> Decided:
        payload = turn.payload or (chosen_payload(turn.text, turn.options) if turn.kind is IncomingKind.TEXT else None)
        if turn.kind is IncomingKind.CHOICE and payload is None:
            return _gone(turn)
        if payload is None and (problem := problem_with(turn.text, self._max_text)):
            return Decided(turn.context, say_only(problem, turn.context, Outcome.ERROR), form=turn.form)
        if payload is not None and payload.startswith("/"):
            return await self._ask_rasa(turn, payload)
        if payload is not None and (own := await self._own_command(turn, payload)):
            return own
        if turn.form is not None:
            return await self._in_form(turn, turn.form, payload)
        if payload is not None:  # an option of a form that is over
            return _gone(turn)
        return await self._ask_rasa(turn, for_rasa(turn.text))

    async def _in_form(self, turn: Turn, form: AnyForm, payload: str | None) -> Decided:
        if isinstance(form, SituationForm):
            return await self._in_situation(turn, form, payload)
        return await self._in_handover(turn, form, payload)

    async def _in_situation(self, turn: Turn, form: SituationForm, payload: str | None) -> Decided:
        """The next question; but who asks something else is answered, and may carry on later."""
        step = await asyncio.to_thread(self._interview.advance, form, payload or turn.text, turn.context)
        if payload is None and step.unheard:
            instead = await self._ask_rasa(turn, for_rasa(turn.text))
            if instead.form is not None or instead.effect is not None:
                return instead
            if instead.reply and instead.reply.meta.outcome in {Outcome.ANSWERED, Outcome.CLARIFY}:
                return replace(instead, reply=await asyncio.to_thread(self._interview.paused, form, instead.reply))
        return _situation_step(step)

    async def _in_handover(self, turn: Turn, form: Form, payload: str | None) -> Decided:
        """The form's next step; but who asks something else instead of naming a commune is answered, not held."""
        step = self._handover.advance(form, payload or turn.text, turn.context)
        if payload is None and step.unheard and form.stage is Stage.COMMUNE:
            instead = await self._reply_of_rasa(turn, for_rasa(turn.text))
            if instead.meta.outcome in {Outcome.ANSWERED, Outcome.CLARIFY}:
                return Decided(instead.context, instead)
        return _form_step(turn, step)

    async def _own_command(self, turn: Turn, payload: str) -> Decided | None:
        match payload.split():
            case ["#situation", code, *answered]:
                step = await asyncio.to_thread(self._interview.start, code, turn.context, answered)
                return _situation_step(step) if step else _gone(turn)
            case ["#answer" | "#back", *_] if not isinstance(turn.form, SituationForm):
                return _gone(turn)
            case ["#handover"]:
                return _form_step(turn, self._handover.start(Act.HANDOVER, turn.context, _commune(turn, turn.context)))
            case ["#place", code]:
                told = await asyncio.to_thread(self._places.chosen, code, turn.context)
                return Decided(told.context, told, form=turn.form) if told else _gone(turn)
            case ["#rate", code, score]:
                return Decided(turn.context, effect=RateTicket(code, int(score)))
            case ["#reopen", code]:
                form = Form(stage=Stage.QUESTION, reopens=code)
                reply = say_only("handover.ask_addition", turn.context, Outcome.TICKET, code=code)
                return Decided(turn.context, reply, form=form)
        return None

    async def _ask_rasa(self, turn: Turn, message: str) -> Decided:
        reply = await self._reply_of_rasa(turn, message)
        if turn.answered and _writes_back(turn, message, reply):
            return Decided(turn.context, effect=ReopenTicket(turn.answered.code, turn.text))
        if reply.start_handover:
            return _form_step(
                turn, self._handover.start(reply.meta.act, reply.context, _commune(turn, reply.context)), before=reply
            )
        if _failed_twice(reply):
            start = self._handover.start(Act.HANDOVER, reply.context, _commune(turn, reply.context))
            return _form_step(turn, start, before=reply)
        return Decided(reply.context, reply)

    async def _reply_of_rasa(self, turn: Turn, message: str) -> Reply:
        """Rasa's reply, or the search's; what is asked of a place alone needs neither."""
        context = turn.context.model_copy(update={"commune": _commune(turn, turn.context)})
        if message.startswith("/"):
            return await self._localised(await self._understood(turn, message, context))
        told, context = await asyncio.to_thread(self._placed, message, context)
        if told:
            return told
        reply = await self._understood(turn, message, context)
        if _not_understood(reply):
            guessed = await asyncio.to_thread(self._places.guess, message, context)
            reply = guessed or reply
        return await self._localised(reply)

    def _placed(self, message: str, context: Context) -> tuple[Reply | None, Context]:
        """The answer to what is asked of a place alone, and the context with a commune that is named."""
        told = self._places.answer(message, context)
        return told, context if told else self._places.remember(message, context)

    async def _understood(self, turn: Turn, message: str, context: Context) -> Reply:
        try:
            return await self._dialogue.ask(turn.claim.conversation_id, message, context)
        except DialogueDownError:
            return await asyncio.to_thread(self._fallback.respond, message, context)

    async def _localised(self, reply: Reply) -> Reply:
        """With what its place, its official forms and its questions add."""
        return await asyncio.to_thread(self._completed, reply)

    def _completed(self, reply: Reply) -> Reply:
        return self._interview.offered(self._forms.offered(self._places.localised(reply)))


def apology(context: Context) -> Reply:
    """For a turn that failed on our side: say so, offer a person."""
    return say_only("error.unexpected", context, Outcome.ERROR, officer_choice())


def _gone(turn: Turn) -> Decided:
    """An option that means nothing any more; an open form stays open."""
    return Decided(turn.context, say_only("notice.choice_gone", turn.context, Outcome.CLARIFY), form=turn.form)


def _situation_step(step: Step) -> Decided:
    return Decided(step.reply.context, step.reply, form=step.form)


def _commune(turn: Turn, context: Context) -> str | None:
    """The citizen's commune: named in this conversation, else of their last ticket."""
    return context.commune or turn.commune_code


def _not_understood(reply: Reply) -> bool:
    return reply.meta.outcome is Outcome.DECLINED and reply.meta.act is Act.QUESTION and not reply.start_handover


def _failed_twice(reply: Reply) -> bool:
    """Two questions in a row that nobody here could answer: a person takes over."""
    asked = reply.meta.outcome is Outcome.DECLINED and reply.meta.act is Act.QUESTION
    return asked and reply.context.misses >= MISSES_BEFORE_OFFICER


def _writes_back(turn: Turn, message: str, reply: Reply) -> bool:
    """Whether a text after an officer's answer belongs to that ticket: not a thank-you, not another procedure."""
    if message.startswith("/") or turn.answered is None or reply.meta.act in {Act.THANKS, Act.GREETING}:
        return False
    another = reply.meta.outcome is Outcome.ANSWERED and reply.meta.procedure not in {
        None,
        turn.context.procedure,
        turn.answered.procedure_code,
    }
    return not another


def _form_step(turn: Turn, step: Outcomes, before: Reply | None = None) -> Decided:
    """A step of the form as a decision; what Rasa said before it (an apology, an explanation) stays in front."""
    context = before.context if before else turn.context
    if before:
        context = context.model_copy(update={"misses": 0})
    if step.complete is not None:
        if step.complete.reopens is not None:
            return Decided(context, effect=ReopenTicket(step.complete.reopens, step.complete.question or ""))
        return Decided(context, effect=OpenTicket(step.complete))
    reply = step.reply
    if before and reply:
        reply = reply.model_copy(update={"blocks": [*before.blocks, *reply.blocks]})
    return Decided(context, reply, form=step.form)


def _is_code(text: str) -> bool:
    return len(text) == 8 and text[1] == "." and (text[0] + text[2:]).isdecimal()
