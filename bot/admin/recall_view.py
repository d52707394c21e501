"""Recalls in words: who was told it, what they will read, how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.orm import Session

from bot.editing.words import moment
from bot.keys import LIBRARY, TEXTS
from bot.messages import Message, Paragraph
from bot.render import to_text
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.recalls import service
from knowledge_base.recalls.models import Recall
from knowledge_base.recalls.told import Told
from knowledge_base.replies import Meta
from knowledge_base.staff.service import names_of
from knowledge_base.vocabulary import Act, Aspect, Outcome

MOST_SAMPLES = 5


@dataclass(frozen=True)
class Reached:
    """Who was told it: how many by channel, how many of them cannot be reached, and what they read."""

    channels: list[tuple[str, int]]
    total: int
    unreachable: int
    samples: list[tuple[str, int]]


@dataclass(frozen=True)
class Line:
    """One recall of the list."""

    id: int
    name: str
    state: str
    at: str
    who: str


def message_of(app: web.Application, recall: Recall) -> Message:
    """Exactly what citizens read: an apology, the correction, where to ask."""
    say = app[TEXTS].say
    words = [
        say("upkeep.recall.sorry", name=name_of(app, recall.code)),
        *recall.text.split("\n\n"),
        say("upkeep.recall.ask"),
    ]
    meta = Meta(
        outcome=Outcome.ANSWERED,
        procedure=recall.code,
        aspects=[Aspect(aspect) for aspect in recall.aspects],
        act=Act.OTHER,
    )
    return Message(kind="notice", blocks=[Paragraph(text=text.strip()) for text in words if text.strip()], meta=meta)


def reached(app: web.Application, found: Sequence[Told]) -> Reached:
    """Counted by channel."""
    channels = Counter(one.channel for one in found)
    texts = Counter(text for one in found for text in {to_text(Message.model_validate(body)) for body in one.bodies})
    return Reached(
        channels=[(app[TEXTS].say(f"desk.channel.{name}"), count) for name, count in channels.most_common()],
        total=len(found),
        unreachable=sum(one.unreachable for one in found),
        samples=texts.most_common(MOST_SAMPLES),
    )


def lines(app: web.Application, session: Session) -> list[Line]:
    """The recalls there are, the newest first."""
    recalls = service.latest(session)
    people = names_of(session, {recall.author_id for recall in recalls})
    return [
        Line(recall.id, name_of(app, recall.code), recall.state, moment(recall.created_at), people[recall.author_id])
        for recall in recalls
    ]


def name_of(app: web.Application, code: str) -> str:
    """What the procedure is called today."""
    document = document_of(app, code)
    return document.name if document else code


def document_of(app: web.Application, code: str) -> ProcedureDocument | None:
    """Today's record."""
    return app[LIBRARY].current().documents.get(code)
