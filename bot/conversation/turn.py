"""What is known when a turn begins, and what was decided when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.conversation.forms import AnyForm, read_form
from bot.conversation.handover import Form
from bot.conversation.incoming import clean
from bot.conversation.pauses import ANSWERED_LATER
from bot.messages import Message, Option
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import context_of
from knowledge_base.mailbox.inbox import Claim, another_waits, received_before, received_until
from knowledge_base.mailbox.models import InboxRow, IncomingKind, OutboxRow
from knowledge_base.mailbox.outbox import find_choice
from knowledge_base.replies import Context, Reply
from knowledge_base.switches.channels import Closed, closed_channels
from knowledge_base.tickets.queries import answer_just_given, last_commune

FLOOD_WINDOW = timedelta(minutes=1)
"""Messages of one citizen are counted over this time."""


@dataclass(frozen=True)
class Turn:
    """A message with everything needed to decide on it; read in one go, so that deciding needs no database."""

    claim: Claim
    kind: IncomingKind
    text: str
    context: Context
    form: AnyForm | None
    options: list[Option]
    payload: str | None  # of a tapped choice
    introduced: bool
    recent: int  # messages of the last minute, this one included
    recent_before: int  # the same when the message before this one came
    commune_code: str | None  # of the citizen's last ticket
    answered: AnsweredTicket | None
    attended: bool = False  # a person of ours is writing with the citizen on the channel itself
    withdrawn: bool = False  # the citizen took their consent back
    closed: Closed | None = None  # their channel is switched off
    late: Late | None = None  # it waited so long that it is not answered any more


@dataclass(frozen=True)
class Late:
    """When the message came; ``last``: no later one waited too long as well."""

    received_at: datetime
    last: bool


@dataclass(frozen=True)
class AnsweredTicket:
    """A ticket whose officer's answer is the last thing the citizen was told."""

    code: str
    procedure_code: str | None


@dataclass(frozen=True)
class OpenTicket:
    """Make the ticket the form describes."""

    form: Form


@dataclass(frozen=True)
class ReopenTicket:
    """Give a ticket back to its officer with what the citizen added."""

    code: str
    text: str


@dataclass(frozen=True)
class RateTicket:
    """Note how satisfied the citizen is, 1 to 5."""

    code: str
    score: int


type Effect = OpenTicket | ReopenTicket | RateTicket


@dataclass(frozen=True)
class Decided:
    """What to say and change. With an effect the words depend on what it did; ``reply`` is None then."""

    context: Context
    reply: Reply | None = None
    form: AnyForm | None = None
    effect: Effect | None = None  # without reply and effect nothing is said: a flood was answered already
    held_by: Closed | None = None  # the message stays unanswered until its channel is on again


def read_turn(session: Session, claim: Claim, now: datetime) -> Turn:
    """Everything about a claimed message."""
    row = session.get_one(InboxRow, claim.inbox_id)
    conversation = session.get_one(Conversation, claim.conversation_id)
    kind = IncomingKind(row.kind)
    return Turn(
        claim=claim,
        kind=kind,
        text=clean(row.text),
        context=context_of(conversation),
        form=read_form(conversation.form),
        options=_options(session, conversation),
        payload=_payload(session, conversation, row.text) if kind is IncomingKind.CHOICE else None,
        introduced=conversation.introduced,
        recent=received_until(session, row, FLOOD_WINDOW),
        recent_before=received_before(session, row, FLOOD_WINDOW),
        commune_code=last_commune(session, conversation.id),
        answered=_answered(session, conversation),
        attended=conversation.attended_until is not None and row.received_at < conversation.attended_until,
        withdrawn=conversation.withdrawn_at is not None,
        closed=closed_channels(session, now).get(conversation.channel),
        late=_late(session, row, now),
    )


def _late(session: Session, row: InboxRow, now: datetime) -> Late | None:
    since = now - ANSWERED_LATER
    if row.received_at >= since:
        return None
    return Late(row.received_at, last=not another_waits(session, row, since))


def _options(session: Session, conversation: Conversation) -> list[Option]:
    row = session.get(OutboxRow, conversation.choices_from) if conversation.choices_from else None
    return Message.model_validate(row.body).choices if row else []


def _payload(session: Session, conversation: Conversation, choice_id: str) -> str | None:
    outbox_id, _, index = choice_id.partition(".")
    if not (outbox_id.isdecimal() and index.isdecimal() and len(choice_id) < 24):
        return None
    return find_choice(session, conversation.id, int(outbox_id), int(index))


def _answered(session: Session, conversation: Conversation) -> AnsweredTicket | None:
    ticket = answer_just_given(session, conversation.id)
    return AnsweredTicket(ticket.code, ticket.procedure_code) if ticket else None
