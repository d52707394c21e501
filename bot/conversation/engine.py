"""Carries one turn through: read, decide, then say and change everything in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog
from sqlalchemy.orm import Session

from bot.conversation.decide import Decider, apology
from bot.conversation.effects import Effects
from bot.conversation.handover import Form
from bot.conversation.turn import Decided, Turn, read_turn
from bot.mailroom import Mailroom
from bot.render import render_reply
from bot.texts import Texts
from knowledge_base.conversations.models import Conversation
from knowledge_base.errors import ConflictError
from knowledge_base.mailbox import inbox, outbox
from knowledge_base.mailbox.inbox import Claim
from knowledge_base.replies import Say, Text

log = structlog.get_logger()


class Engine:
    """Answers claimed messages. A turn that fails leaves nothing behind and is tried again."""

    def __init__(self, mailroom: Mailroom, decider: Decider, effects: Effects, texts: Texts, pulled: frozenset[str]):
        self._mailroom = mailroom
        self._decider = decider
        self._effects = effects
        self._texts = texts
        self._pulled = pulled  # channels whose readers fetch messages themselves

    async def answer(self, claim: Claim) -> None:
        """Answer one message, or give it back."""
        try:
            turn = await asyncio.to_thread(self._read, claim)
            decided = await self._decide(turn)
            await asyncio.to_thread(self._conclude, turn, decided)
        except ConflictError:
            log.info("lease_lost", inbox=claim.inbox_id)
        except Exception:
            log.exception("turn_failed", inbox=claim.inbox_id, attempts=claim.attempts)
            await asyncio.to_thread(self._let_go, claim)
        else:
            self._mailroom.posted(claim.conversation_id)

    async def _decide(self, turn: Turn) -> Decided:
        try:
            return await self._decider.decide(turn)
        except Exception:
            log.exception("decision_failed", inbox=turn.claim.inbox_id)
            return Decided(turn.context, apology(turn.context))

    def _read(self, claim: Claim) -> Turn:
        with self._mailroom.database.reading() as session:
            return read_turn(session, claim, self._mailroom.clock())

    def _conclude(self, turn: Turn, decided: Decided) -> None:
        now = self._mailroom.clock()
        with self._mailroom.database.transaction() as session:
            if decided.held_by is not None:
                inbox.hold(session, turn.claim, decided.held_by.switch_id)
            else:
                inbox.finish(session, turn.claim, now)
            conversation = session.get_one(Conversation, turn.claim.conversation_id)
            if decided.effect is not None:
                decided = replace(decided, reply=self._effects.apply(session, turn, decided.effect, now))
            conversation.context = decided.context.model_dump(mode="json")
            conversation.form = decided.form.model_dump(mode="json") if decided.form else None
            self._say(session, conversation, turn, decided)

    def _say(self, session: Session, conversation: Conversation, turn: Turn, decided: Decided) -> None:
        if decided.reply is None:
            return
        reply = decided.reply
        if not turn.introduced:
            conversation.introduced = True
            reply = reply.model_copy(update={"blocks": [Text(text=Say(key="notice.machine")), *reply.blocks]})
        texts = self._texts.at(_commune(turn, decided))
        bodies = [message.model_dump(mode="json") for message in render_reply(reply, texts)]
        pulled = conversation.channel in self._pulled
        outbox.post(
            session,
            conversation,
            bodies,
            self._mailroom.clock(),
            pulled=pulled,
            inbox_id=None if decided.held_by else turn.claim.inbox_id,  # its answer is still to come
            though_closed=decided.held_by is not None,
        )

    def _let_go(self, claim: Claim) -> None:
        with self._mailroom.database.transaction() as session:
            inbox.let_go(session, claim)


def _commune(turn: Turn, decided: Decided) -> str | None:
    """In whose words to speak: of the commune the matter goes to, else of the citizen's own."""
    form = decided.form or turn.form
    named = form.commune_code if isinstance(form, Form) else None
    return named or decided.context.commune or turn.commune_code
