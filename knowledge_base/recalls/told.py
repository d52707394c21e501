"""Who was told something about a procedure: read from the outbox, as it was said."""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.recalls.models import Recall, RecallDelivery
from knowledge_base.vocabulary import Aspect, Outcome

_IN_OVERVIEW = frozenset({Aspect.PAPERS, Aspect.TIME, Aspect.PLACE, Aspect.CONDITIONS})
"""An overview tells these too, in short."""
_GONE = or_(Conversation.unreachable, Conversation.withdrawn_at.is_not(None))


@dataclass(frozen=True)
class Told:
    """One conversation that was told it. ``bodies``: what was said, the oldest first."""

    conversation_id: str
    channel: str
    unreachable: bool
    bodies: tuple[dict[str, Any], ...]


def told(session: Session, code: str, aspects: Collection[str], since: datetime) -> list[Told]:
    """Conversations with an answer about the procedure (and one of the aspects) sent since then."""
    found: dict[str, tuple[str, bool, list[dict[str, Any]]]] = {}
    for row in _answers(session, aspects, _sent_since(code, since)):
        found.setdefault(row.conversation_id, (row.channel, row.unreachable, []))[2].append(row.body)
    return [Told(key, channel, gone, tuple(bodies)) for key, (channel, gone, bodies) in found.items()]


def still_to_tell(session: Session, recall: Recall, limit: int) -> list[str]:
    """Conversations that were told what the recall corrects and did not get it yet, at most so many."""
    reached = select(RecallDelivery.conversation_id).where(RecallDelivery.recall_id == recall.id)
    wanted = _sent_since(recall.code, recall.since).where(
        OutboxRow.created_at <= recall.until, OutboxRow.conversation_id.not_in(reached)
    )
    found: set[str] = set()
    with closing(_answers(session, recall.aspects, wanted)) as answers:
        for row in answers:
            found.add(row.conversation_id)
            if len(found) == limit:
                break
    return sorted(found)


def _sent_since(code: str, since: datetime) -> Select[tuple[str, dict[str, Any], str, bool]]:
    return (
        select(OutboxRow.conversation_id, OutboxRow.body, Conversation.channel, _GONE.label("unreachable"))
        .join(Conversation, Conversation.id == OutboxRow.conversation_id)
        .where(OutboxRow.created_at >= since, OutboxRow.body["meta"]["procedure"].as_string() == code)
        .order_by(OutboxRow.id)
    )


def _answers(
    session: Session, aspects: Collection[str], wanted: Select[tuple[str, dict[str, Any], str, bool]]
) -> Generator[Row[tuple[str, dict[str, Any], str, bool]]]:
    """Read portion by portion; closed when nobody wants more."""
    with session.execute(wanted.execution_options(yield_per=200)) as rows:
        yield from (row for row in rows if _tells(row.body, aspects))


def _tells(body: dict[str, Any], aspects: Collection[str]) -> bool:
    """Whether a message is an answer of the bot that told one of the aspects."""
    meta = body["meta"]
    if body.get("kind", "reply") != "reply" or meta.get("outcome") != Outcome.ANSWERED:
        return False
    said = set(meta.get("aspects", []))
    if Aspect.OVERVIEW in said:
        said |= _IN_OVERVIEW
    return not aspects or bool(said & set(aspects))
