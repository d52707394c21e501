"""The outbox: pushed in order, one sender at a time, never silent."""

from __future__ import annotations

import pytest

from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import by_token, find_or_open, open_with_token
from knowledge_base.database import Database
from knowledge_base.errors import NotFoundError
from knowledge_base.mailbox import outbox
from tests.conftest import FrozenClock


def say(database: Database, clock: FrozenClock, citizen: str, *texts: str, choices: int = 0) -> list[int]:
    with database.transaction() as session:
        conversation = find_or_open(session, "telegram", citizen, clock())
        options = [{"label": f"Mục {n}", "payload": f"/p{n}"} for n in range(1, choices + 1)]
        bodies = [{"text": text, "choices": options} for text in texts]
        return [row.id for row in outbox.post(session, conversation, bodies, clock(), pulled=False)]


def due(database: Database, clock: FrozenClock) -> list[int]:
    with database.transaction() as session:
        return [row.id for row in outbox.claim_due(session, "telegram", clock())]


def test_one_citizens_messages_are_pushed_one_after_the_other(database: Database, clock: FrozenClock) -> None:
    first, second = say(database, clock, "an", "một", "hai")
    (other,) = say(database, clock, "binh", "ba")
    assert due(database, clock) == [first, other]
    assert due(database, clock) == []
    with database.transaction() as session:
        outbox.mark_sent(session, first, clock())
    assert due(database, clock) == [second]


def test_a_message_whose_sender_died_is_due_again(database: Database, clock: FrozenClock) -> None:
    (only,) = say(database, clock, "an", "một")
    assert due(database, clock) == [only]
    clock.advance(seconds=31)
    assert due(database, clock) == [only]


def test_a_failed_message_keeps_its_reason_and_lets_the_next_one_go(database: Database, clock: FrozenClock) -> None:
    first, second = say(database, clock, "an", "một", "hai")
    due(database, clock)
    with database.transaction() as session:
        failed = outbox.mark_failed(session, first, "bot was blocked")
        assert (failed.state, failed.failure) == ("failed", "bot was blocked")
    assert due(database, clock) == [second]


def test_an_option_is_found_only_in_its_own_conversation(database: Database, clock: FrozenClock) -> None:
    (mine,) = say(database, clock, "an", "chọn", choices=2)
    say(database, clock, "binh", "khác")
    with database.reading() as session:
        an = session.query(Conversation).filter_by(external_key="an").one()
        binh = session.query(Conversation).filter_by(external_key="binh").one()
        assert outbox.find_choice(session, an.id, mine, 2) == "/p2"
        assert outbox.find_choice(session, an.id, mine, 3) is None
        assert outbox.find_choice(session, an.id, mine, 0) is None
        assert outbox.find_choice(session, binh.id, mine, 1) is None
        assert an.choices_from == mine


def test_a_conversation_opens_only_with_its_own_token(database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        opened = open_with_token(session, "web", clock())
        other = open_with_token(session, "web", clock())
    with database.reading() as session:
        assert by_token(session, opened.id, opened.token).id == opened.id
        for conversation_id, token in ((opened.id, other.token), (opened.id, ""), ("nope", opened.token)):
            with pytest.raises(NotFoundError):
                by_token(session, conversation_id, token)
