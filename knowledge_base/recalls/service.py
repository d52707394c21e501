"""A recall is written, looked at, confirmed a second time, and sent in portions, once to each conversation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge_base.conversations.models import Conversation
from knowledge_base.editing.errors import NotWaitingError
from knowledge_base.editing.log import note
from knowledge_base.editing.models import Subject
from knowledge_base.editing.roles import require_publisher, require_writer
from knowledge_base.errors import InvalidInputError, NotFoundError
from knowledge_base.mailbox import outbox
from knowledge_base.mailbox.models import OutboxRow, OutboxState
from knowledge_base.recalls.models import Recall, RecallDelivery, RecallState
from knowledge_base.recalls.told import still_to_tell
from knowledge_base.staff.models import Staff
from knowledge_base.vocabulary import Aspect

MAX_DAYS = 365
MAX_TEXT = 1500
PORTION = 100  # conversations written to in one transaction: a long one would keep citizens waiting


class BadRecallError(InvalidInputError):
    """A recall needs a procedure, a number of days, and words."""

    key = "upkeep.recall.bad"


@dataclass(frozen=True)
class Portion:
    """What one step of sending did. ``posted``: conversations with something new; ``done``: nobody is left."""

    posted: list[str]
    done: bool


@dataclass(frozen=True)
class Result:
    """How a recall stands. ``waiting``: written down, not taken by the channel yet."""

    posted: int
    unreachable: int
    delivered: int
    failed: int

    @property
    def waiting(self) -> int:
        """Those the channel has not answered for."""
        return self.posted - self.delivered - self.failed


def draft(
    session: Session, staff: Staff, code: str, aspects: Collection[str], days: int, text: str, now: datetime
) -> Recall:
    """Write a recall; nobody is told anything yet. Raises BadRecallError."""
    require_writer(staff)
    known = set(aspects) <= set(Aspect)
    if not (1 <= days <= MAX_DAYS and known and 0 < len(text) <= MAX_TEXT):
        raise BadRecallError(days=MAX_DAYS, limit=MAX_TEXT)
    recall = Recall(
        code=code,
        aspects=sorted(aspects),
        since=now - timedelta(days=days),
        text=text,
        state=RecallState.DRAFT,
        author_id=staff.id,
        created_at=now,
    )
    session.add(recall)
    session.flush()
    note(session, staff, Subject.RECALL, f"{code} #{recall.id}", "drafted", now, why=text)
    return recall


def confirm(session: Session, staff: Staff, recall_id: int, body: dict[str, Any], now: datetime) -> Recall:
    """The second confirmation: from here on the message is sent. Raises NotWaitingError the second time."""
    require_publisher(staff)
    recall = get(session, recall_id, lock=True)
    if recall.state != RecallState.DRAFT:
        raise NotWaitingError
    recall.state, recall.until, recall.body, recall.confirmed_by = RecallState.CONFIRMED, now, body, staff.id
    note(session, staff, Subject.RECALL, f"{recall.code} #{recall.id}", "confirmed", now)
    return recall


def discard(session: Session, staff: Staff, recall_id: int, now: datetime) -> None:
    """Give a draft up."""
    require_writer(staff)
    recall = get(session, recall_id, lock=True)
    if recall.state != RecallState.DRAFT:
        raise NotWaitingError
    recall.state = RecallState.DISCARDED
    note(session, staff, Subject.RECALL, f"{recall.code} #{recall.id}", "discarded", now)


def send_portion(session: Session, recall_id: int, pulled: Collection[str], now: datetime) -> Portion:
    """Write the message to the next conversations; safe to repeat, and to do twice at once."""
    recall = get(session, recall_id, lock=True)
    if recall.state != RecallState.CONFIRMED or recall.body is None:
        return Portion([], done=True)
    left = still_to_tell(session, recall, PORTION)
    posted = [key for key in left if _post(session, recall, key, pulled, now)]
    done = len(left) < PORTION
    if done:
        recall.state = RecallState.SENT
    return Portion(posted, done)


def result(session: Session, recall: Recall) -> Result:
    """How many conversations got it."""
    rows = session.execute(
        select(RecallDelivery.posted, OutboxRow.state, func.count())
        .outerjoin(OutboxRow, OutboxRow.id == RecallDelivery.outbox_id)
        .where(RecallDelivery.recall_id == recall.id)
        .group_by(RecallDelivery.posted, OutboxRow.state)
    )
    counts = {(posted, state): count for posted, state, count in rows}
    return Result(
        posted=sum(count for (posted, _), count in counts.items() if posted),
        unreachable=sum(count for (posted, _), count in counts.items() if not posted),
        delivered=counts.get((True, OutboxState.SENT), 0),
        failed=counts.get((True, OutboxState.FAILED), 0),
    )


def get(session: Session, recall_id: int, *, lock: bool = False) -> Recall:
    """The recall. Raises NotFoundError."""
    recall = session.get(Recall, recall_id, with_for_update=lock, populate_existing=lock)
    if recall is None:
        raise NotFoundError
    return recall


def latest(session: Session, limit: int = 50) -> Sequence[Recall]:
    """Recalls, the newest first."""
    return session.scalars(select(Recall).order_by(Recall.id.desc()).limit(limit)).all()


def _post(session: Session, recall: Recall, conversation_id: str, pulled: Collection[str], now: datetime) -> bool:
    """Whether the conversation was written to; one that cannot be reached is only counted."""
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    delivery = RecallDelivery(recall_id=recall.id, conversation_id=conversation_id, posted=_reachable(conversation))
    if delivery.posted:
        bodies = [recall.body or {}]
        rows = outbox.post(session, conversation, bodies, now, pulled=conversation.channel in pulled)
        delivery.outbox_id = rows[0].id
    session.add(delivery)
    return delivery.posted


def _reachable(conversation: Conversation) -> bool:
    """Neither blocked us nor took their consent back."""
    return not conversation.unreachable and conversation.withdrawn_at is None
