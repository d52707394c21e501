"""A conversation as its citizen keeps it: who said what and when, in Vietnam time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.messages import Message, MessageBlock, Paragraph
from bot.render import to_text
from bot.texts import Texts
from knowledge_base.clock import VIETNAM
from knowledge_base.conversations.history import both_sides
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import context_of
from knowledge_base.mailbox.models import InboxRow, IncomingKind, OutboxRow
from knowledge_base.tickets.queries import ticket_codes
from knowledge_base.units.service import Units

MOST = 2000
"""Messages of each side; whoever wrote more is told that the beginning is missing."""
LINE = "\r\n"  # Windows' oldest editors know no other


@dataclass(frozen=True)
class Said:
    """One message; ``side`` is citizen, bot or officer."""

    side: str
    who: str
    moment: str
    text: str
    blocks: Sequence[MessageBlock]


@dataclass(frozen=True)
class Transcript:
    """What stands above the messages, and the messages."""

    notes: list[str]
    said: list[Said]


def read_transcript(session: Session, conversation_id: str, units: Units, texts: Texts, now: datetime) -> Transcript:
    """The conversation of that id, as it is now."""
    rows = both_sides(session, conversation_id, MOST)
    messages = {row.id: Message.model_validate(row.body) for row in rows if isinstance(row, OutboxRow)}
    labels = {
        f"{number}.{place}": choice.label
        for number, message in messages.items()
        for place, choice in enumerate(message.choices, start=1)
    }
    unit = units.get(context_of(session.get_one(Conversation, conversation_id)).commune or "")
    told = Told(written(now), unit.name if unit else "", ticket_codes(session, conversation_id), _is_cut(rows))
    said = [
        _typed(row, labels, texts) if isinstance(row, InboxRow) else _told(row, messages[row.id], texts) for row in rows
    ]
    return Transcript(list(_notes(told, texts)), said)


def to_plain_text(transcript: Transcript, texts: Texts) -> str:
    """For a text file."""
    parts = [texts.say("transcript.title").upper(), "\n".join(transcript.notes)]
    parts += [f"[{said.moment}] {said.who}\n{said.text}" for said in transcript.said]
    return LINE.join("\n\n".join(parts).splitlines()) + LINE


def written(moment: datetime) -> str:
    """A moment as people in Viet Nam write it."""
    return moment.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")


@dataclass(frozen=True)
class Told:
    """What is told about the whole conversation."""

    made: str
    commune: str
    tickets: Sequence[str]
    cut: bool


def _notes(told: Told, texts: Texts) -> Iterator[str]:
    yield texts.say("transcript.machine", bot=texts.say("webchat.script.bot"))
    yield texts.say("transcript.made", at=told.made)
    if told.commune:
        yield texts.say("transcript.commune", commune=told.commune)
    if told.tickets:
        yield texts.say("transcript.tickets", codes=", ".join(told.tickets))
    if told.cut:
        yield texts.say("transcript.cut", most=MOST)


def _is_cut(rows: Sequence[InboxRow | OutboxRow]) -> bool:
    typed = sum(isinstance(row, InboxRow) for row in rows)
    return max(typed, len(rows) - typed) >= MOST


def _typed(row: InboxRow, labels: Mapping[str, str], texts: Texts) -> Said:
    text = labels.get(row.text, row.text) if row.kind == IncomingKind.CHOICE else row.text
    if row.kind == IncomingKind.ATTACHMENT:
        text = texts.say("webchat.script.attachment")
    who = texts.say("webchat.script.you")
    return Said("citizen", who, written(row.received_at), text, [Paragraph(text=text)])


def _told(row: OutboxRow, message: Message, texts: Texts) -> Said:
    officer = message.kind == "officer"
    who = texts.say("webchat.script.officer" if officer else "webchat.script.bot")
    who = f"{who} {message.author or ''}".strip() if officer else who
    if message.ticket:
        who += f" · {texts.say('webchat.script.ticket')} {message.ticket}"
    side = "officer" if officer else "bot"
    return Said(side, who, written(row.created_at), to_text(message), message.blocks)
