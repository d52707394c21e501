"""A correction reaches whoever was told, once each, and nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Database
from knowledge_base.editing.errors import NotWaitingError
from knowledge_base.errors import ForbiddenError
from knowledge_base.mailbox import outbox
from knowledge_base.mailbox.models import OutboxRow
from knowledge_base.privacy.erase import erase_conversation
from knowledge_base.recalls import service
from knowledge_base.recalls.told import told
from knowledge_base.replies import Meta
from knowledge_base.staff.models import AuditRow
from knowledge_base.vocabulary import Aspect, Outcome
from tests.conftest import FrozenClock
from tests.knowledge_base.places.conftest import People, people

__all__ = ["people"]

BIRTH, DEATH = "1.001193", "1.000656"
BODY = {"kind": "notice", "blocks": [{"kind": "text", "text": "Đính chính"}], "meta": {"outcome": "answered"}}


def body(
    code: str | None, *aspects: Aspect, outcome: Outcome = Outcome.ANSWERED, kind: str = "reply"
) -> dict[str, Any]:
    """A message of the bot."""
    meta = Meta(outcome=outcome, procedure=code, aspects=list(aspects)).model_dump(mode="json")
    return {"kind": kind, "blocks": [{"kind": "text", "text": f"Về {code}"}], "choices": [], "meta": meta}


def say(database: Database, clock: FrozenClock, who: str, *bodies: dict[str, Any], channel: str = "web") -> str:
    """Something was said to a citizen; returns the conversation."""
    with database.transaction() as session:
        conversation = find_or_open(session, channel, who, clock())
        session.flush()
        outbox.post(session, conversation, bodies, clock(), pulled=channel == "web")
        return conversation.id


def reached(database: Database, clock: FrozenClock, *aspects: Aspect, days: int = 7) -> list[str]:
    """Conversations that were told about birth registration."""
    with database.reading() as session:
        return [one.conversation_id for one in told(session, BIRTH, aspects, clock() - timedelta(days=days))]


def notices(database: Database) -> list[str]:
    """Conversations with a correction, one for each copy."""
    with database.reading() as session:
        return [row.conversation_id for row in session.scalars(select(OutboxRow)) if row.body["kind"] == "notice"]


def confirmed(database: Database, clock: FrozenClock, people: People, *aspects: Aspect) -> int:
    """A recall that Hùng confirmed."""
    with database.transaction() as session:
        recall = service.draft(session, people["lan"], BIRTH, aspects, 7, "Nội dung đúng là…", clock())
    with database.transaction() as session:
        service.confirm(session, people["hung"], recall.id, BODY, clock())
    return recall.id


def send(database: Database, clock: FrozenClock, number: int) -> list[str]:
    """Every portion."""
    posted: list[str] = []
    done = False
    while not done:
        with database.transaction() as session:
            portion = service.send_portion(session, number, {"web"}, clock())
        posted, done = [*posted, *portion.posted], portion.done
    return posted


class TestWhoWasTold:
    """Answers about this procedure, of these aspects, of these days."""

    def test_only_answers_about_this_procedure_count(self, database: Database, clock: FrozenClock) -> None:
        mai = say(database, clock, "mai", body(BIRTH, Aspect.PAPERS), body(BIRTH, Aspect.FEE))
        say(database, clock, "nam", body(DEATH, Aspect.PAPERS))
        say(database, clock, "oanh", body(BIRTH, Aspect.PAPERS, outcome=Outcome.CLARIFY))
        say(database, clock, "phuc", body(BIRTH, Aspect.PAPERS, kind="officer"))
        say(database, clock, "quyen", body(None))
        assert reached(database, clock) == [mai]

    def test_only_the_wrong_aspect_counts_and_an_overview_tells_it_too(
        self, database: Database, clock: FrozenClock
    ) -> None:
        fee = say(database, clock, "mai", body(BIRTH, Aspect.FEE))
        overview = say(database, clock, "nam", body(BIRTH, Aspect.OVERVIEW))
        assert reached(database, clock, Aspect.FEE) == [fee]
        assert reached(database, clock, Aspect.TIME) == [overview]
        assert reached(database, clock, Aspect.ONLINE) == []

    def test_only_the_last_days_count(self, database: Database, clock: FrozenClock) -> None:
        say(database, clock, "mai", body(BIRTH))
        clock.advance(days=8)
        late = say(database, clock, "nam", body(BIRTH))
        assert reached(database, clock, days=7) == [late]
        assert len(reached(database, clock, days=9)) == 2


class TestSending:
    """After the second confirmation."""

    def test_each_gets_it_once_and_others_nothing(self, database: Database, clock: FrozenClock, people: People) -> None:
        mai = say(database, clock, "mai", body(BIRTH), body(BIRTH, Aspect.FEE))
        nam = say(database, clock, "nam", body(BIRTH), channel="telegram")
        say(database, clock, "oanh", body(DEATH))
        number = confirmed(database, clock, people)
        clock.advance(minutes=1)
        late = say(database, clock, "phuc", body(BIRTH))
        assert sorted(send(database, clock, number)) == sorted([mai, nam])
        assert send(database, clock, number) == []
        assert sorted(notices(database)) == sorted([mai, nam])
        assert late not in notices(database)

    def test_who_cannot_be_reached_is_skipped_and_counted(
        self, database: Database, clock: FrozenClock, people: People
    ) -> None:
        mai = say(database, clock, "mai", body(BIRTH))
        gone = say(database, clock, "nam", body(BIRTH), channel="telegram")
        with database.transaction() as session:
            session.get_one(Conversation, gone).unreachable = True
        number = confirmed(database, clock, people)
        assert send(database, clock, number) == [mai]
        with database.reading() as session:
            result = service.result(session, service.get(session, number))
        assert (result.posted, result.unreachable, result.delivered, result.waiting) == (1, 1, 1, 0)

    def test_who_had_their_data_erased_hears_nothing(
        self, database: Database, clock: FrozenClock, people: People
    ) -> None:
        mai = say(database, clock, "mai", body(BIRTH))
        number = confirmed(database, clock, people)
        with database.transaction() as session:
            erase_conversation(session, mai, clock())
        assert send(database, clock, number) == []

    def test_portions_reach_everybody(
        self, database: Database, clock: FrozenClock, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "PORTION", 3)
        everybody = [say(database, clock, f"citizen-{number}", body(BIRTH)) for number in range(7)]
        assert sorted(send(database, clock, confirmed(database, clock, people))) == sorted(everybody)

    def test_several_who_send_at_once_send_one_copy_each(
        self, database: Database, clock: FrozenClock, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "PORTION", 2)
        everybody = [say(database, clock, f"citizen-{number}", body(BIRTH)) for number in range(9)]
        number = confirmed(database, clock, people)
        with ThreadPoolExecutor(4) as pool:
            sent = list(pool.map(lambda _: send(database, clock, number), range(4)))
        assert sorted(one for some in sent for one in some) == sorted(everybody) == sorted(notices(database))


class TestConfirming:
    """Who may, and how often."""

    def test_an_editor_writes_but_does_not_send(self, database: Database, clock: FrozenClock, people: People) -> None:
        with database.transaction() as session:
            recall = service.draft(session, people["lan"], BIRTH, [], 7, "Đúng là…", clock())
        with pytest.raises(ForbiddenError), database.transaction() as session:
            service.confirm(session, people["lan"], recall.id, BODY, clock())
        with pytest.raises(ForbiddenError), database.transaction() as session:
            service.draft(session, people["an"], BIRTH, [], 7, "Đúng là…", clock())

    def test_nothing_is_sent_before_it_is_confirmed(
        self, database: Database, clock: FrozenClock, people: People
    ) -> None:
        say(database, clock, "mai", body(BIRTH))
        with database.transaction() as session:
            recall = service.draft(session, people["lan"], BIRTH, [], 7, "Đúng là…", clock())
        assert send(database, clock, recall.id) == []
        with database.transaction() as session:
            service.discard(session, people["lan"], recall.id, clock())
        with pytest.raises(NotWaitingError), database.transaction() as session:
            service.confirm(session, people["hung"], recall.id, BODY, clock())
        assert notices(database) == []

    def test_only_the_first_confirmation_counts(self, database: Database, clock: FrozenClock, people: People) -> None:
        number = confirmed(database, clock, people)
        with pytest.raises(NotWaitingError), database.transaction() as session:
            service.confirm(session, people["hung"], number, BODY, clock())

    @pytest.mark.parametrize(("days", "text"), [(0, "x"), (366, "x"), (7, ""), (7, "x" * 1501)])
    def test_a_recall_needs_days_and_words(
        self, database: Database, clock: FrozenClock, people: People, days: int, text: str
    ) -> None:
        with pytest.raises(service.BadRecallError), database.transaction() as session:
            service.draft(session, people["lan"], BIRTH, [], days, text, clock())

    def test_every_step_is_in_the_audit_trail(self, database: Database, clock: FrozenClock, people: People) -> None:
        number = confirmed(database, clock, people)
        with database.reading() as session:
            rows = [(row.action, row.subject) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
        subject = f"{BIRTH} #{number}"
        assert rows == [("recall_drafted", subject), ("recall_confirmed", subject)]
