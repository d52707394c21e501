"""A conversation engine with a real database and a Rasa that says what the test wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.checklists.links import ChecklistLinks
from bot.conversation.decide import Decider
from bot.conversation.effects import Effects
from bot.conversation.engine import Engine
from bot.conversation.handover import Handover
from bot.conversation.situation import Interview
from bot.dialogue import DialogueDownError
from bot.mailroom import Mailroom
from bot.messages import Message
from bot.texts import Texts
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import today
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Database
from knowledge_base.forms.answers import FormAnswers
from knowledge_base.forms.library import FormsLibrary
from knowledge_base.mailbox.inbox import Claim, Incoming, claim_next
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.mailbox.outbox import messages_after
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.procedures.library import Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Choice, Context, Meta, Reply, Text
from knowledge_base.situations.loader import delivered
from knowledge_base.understanding.place_answer import PlaceAnswers
from knowledge_base.units.service import Units
from knowledge_base.units.territory import territory
from knowledge_base.vocabulary import Outcome
from tests.conftest import FrozenClock

LEASE = timedelta(seconds=30)


def answered(text: str = "Dạ, đây là câu trả lời.", procedure: str = "1.001193") -> Reply:
    """What Rasa says by default."""
    return Reply(
        blocks=[Text(text=text)],
        choices=[Choice(label="Lệ phí", payload=f'/choose{{"procedure": "{procedure}", "aspect": "fee"}}')],
        meta=Meta(outcome=Outcome.ANSWERED, procedure=procedure),
        context=Context(procedure=procedure),
    )


@dataclass
class FakeDialogue:
    """Rasa, as told."""

    reply: Reply | None = field(default_factory=answered)  # None: it is down
    asked: list[str] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)

    async def ask(self, conversation_id: str, message: str, context: Context) -> Reply:
        self.asked.append(message)
        self.contexts.append(context)
        if self.reply is None:
            raise DialogueDownError("down")
        context = self.reply.context.model_copy(update={"last_question": message})
        return self.reply.model_copy(update={"context": context})


@dataclass
class FakeFallback:
    """The search, as told."""

    reply: Reply = field(default_factory=lambda: answered("Dạ, em tìm thấy trong kho thủ tục."))

    def respond(self, message: str, context: Context) -> Reply:
        return self.reply


@dataclass
class Chat:
    """One citizen's side of a conversation."""

    mailroom: Mailroom
    engine: Engine
    dialogue: FakeDialogue
    citizen: str = "an"
    channel: str = "telegram"
    _sent: int = 0
    _read: int = 0

    def put(self, text: str, kind: IncomingKind = IncomingKind.TEXT) -> None:
        """Write a message down, unanswered."""
        self._sent += 1
        incoming = Incoming(self.channel, f"{self.citizen}-{self._sent}", self.citizen, kind, text)
        self.mailroom._receive(incoming)

    def claim(self, owner: str = "w1") -> Claim | None:
        """The next unanswered message."""
        with self.mailroom.database.transaction() as session:
            return claim_next(session, owner, self.mailroom.clock(), LEASE)

    async def say(self, text: str, kind: IncomingKind = IncomingKind.TEXT) -> list[Message]:
        """Send, have everything answered, return what was said."""
        self.put(text, kind)
        while claim := self.claim():
            await self.engine.answer(claim)
        return self.heard()

    def heard(self) -> list[Message]:
        """New messages of the bot."""
        conversation_id = self.conversation_id()
        with self.mailroom.database.reading() as session:
            rows = messages_after(session, conversation_id, self._read)
        self._read = max([self._read, *(row.id for row in rows)])
        return [Message.model_validate(row.body) for row in rows]

    def conversation_id(self) -> str:
        """Of this citizen."""
        with self.mailroom.database.transaction() as session:
            return find_or_open(session, self.channel, self.citizen, self.mailroom.clock()).id


@pytest.fixture(scope="session")
def procedures() -> dict[str, ProcedureDocument]:
    """The procedures as the files have them."""
    return {document.code: document for document in delivered()}


@pytest.fixture
def interview(procedures: dict[str, ProcedureDocument], clock: FrozenClock) -> Interview:
    """The real situations."""
    links = ChecklistLinks(b"a key of the tests", "https://hoi.example", timedelta(hours=24))
    return Interview(lambda: Snapshot(1, today(clock), procedures), links, clock)


@pytest.fixture
def open_chat(
    database: Database, clock: FrozenClock, interview: Interview, procedures: dict[str, ProcedureDocument]
) -> Callable[..., Chat]:
    """Opens chats that share one engine."""
    texts, units = Texts.load(), Units.load()
    mailroom = Mailroom(database, clock)
    dialogue = FakeDialogue()
    places = PlaceAnswers(units, PlacesLibrary(database, clock), territory(), lambda: procedures)
    forms = FormAnswers(FormsLibrary(database).current, "https://hoi.example")
    decider = Decider(dialogue, FakeFallback(), Handover(units), interview, places, forms, per_minute=20, max_text=2000)
    engine = Engine(mailroom, decider, Effects(WorkingCalendar.load(), units, texts), texts, frozenset({"web"}))
    return lambda **given: Chat(mailroom, engine, dialogue, **given)


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """One citizen."""
    return open_chat()
