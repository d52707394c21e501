"""Taking consent back empties the conversation in one transaction, and leaves what an office must keep."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Base, Database
from knowledge_base.errors import ConflictError
from knowledge_base.mailbox.delivery import collect, delivered
from knowledge_base.mailbox.inbox import Incoming, claim_next, finish, receive
from knowledge_base.mailbox.models import InboxRow, IncomingKind, OutboxRow
from knowledge_base.mailbox.outbox import post
from knowledge_base.privacy.erase import erase_conversation
from knowledge_base.tickets.models import Ticket, TicketEvent
from knowledge_base.tickets.service import Draft, open_ticket, reopen
from knowledge_base.vocabulary import Act
from tests.conftest import FrozenClock

SECRETS = ("Nguyễn Văn An", "0912345678", "075099001234", "ly hôn", "1.001193")
LEASE = timedelta(seconds=30)


def everything(database: Database) -> str:
    """Every value of every table."""
    with database.reading() as session:
        rows = [list(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return json.dumps(rows, ensure_ascii=False, default=str)


@pytest.fixture
def told(database: Database, clock: FrozenClock) -> str:
    """A conversation full of what nobody else should know; another citizen's beside it."""
    with database.transaction() as session:
        for key in ("an", "binh"):
            words = f"{' '.join(SECRETS)} của {key}"
            receipt = receive(session, Incoming("zalo", f"{key}1", key, IncomingKind.TEXT, words), clock())
            conversation = session.get_one(Conversation, receipt.conversation_id)
            conversation.context = {"procedure": "1.001193", "last_question": words}
            conversation.form = {"stage": "details", "question": words}
            draft = Draft(
                conversation.id, receipt.inbox_id, "26041", Act.HANDOVER, "1.001193", words, SECRETS[0], SECRETS[1],
                "Tôi đồng ý", [{"who": "citizen", "text": words, "at": clock().isoformat()}],
            )  # fmt: skip
            ticket = open_ticket(session, draft, clock(), WorkingCalendar.load())
            reopen(session, ticket.code, conversation.id, words, clock(), WorkingCalendar.load())
            body = {"kind": "reply", "blocks": [{"kind": "text", "text": words}], "meta": {"outcome": "answered"}}
            post(session, conversation, [body], clock(), pulled=False, ticket_id=ticket.id)
        return find_or_open(session, "zalo", "an", clock()).id


def erase(database: Database, conversation_id: str, clock: FrozenClock) -> None:
    with database.transaction() as session:
        erase_conversation(session, conversation_id, clock())


def test_nothing_of_the_citizen_is_found_in_any_table(told: str, database: Database, clock: FrozenClock) -> None:
    assert all(everything(database).count(secret) > 5 for secret in SECRETS)
    erase(database, told, clock)
    with database.transaction() as session:
        erase_conversation(session, find_or_open(session, "zalo", "binh", clock()).id, clock())
    kept = everything(database)
    assert [secret for secret in SECRETS if secret in kept] == []


def test_nobody_else_loses_a_word(told: str, database: Database, clock: FrozenClock) -> None:
    erase(database, told, clock)
    kept = everything(database)
    assert "của an" not in kept
    assert kept.count("của binh") >= 6


def test_a_ticket_keeps_its_code_and_dates(told: str, database: Database, clock: FrozenClock) -> None:
    erase(database, told, clock)
    with database.reading() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.conversation_id == told)).one()
        events = session.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket.id)).all()
    assert ticket.code == "TT-2026-000001"
    assert ticket.created_at == ticket.consent_at == clock()
    assert (ticket.state, ticket.answered_at) == ("answered", None)
    assert events == ["opened", "reopened", "withdrawn"]


def test_what_was_being_decided_is_not_kept(told: str, database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        claim = claim_next(session, "w1", clock(), LEASE)
    assert claim
    erase(database, told, clock)
    with pytest.raises(ConflictError), database.transaction() as session:
        finish(session, claim, clock())


def test_what_waits_is_neither_answered_nor_sent(told: str, database: Database, clock: FrozenClock) -> None:
    erase(database, told, clock)
    with database.transaction() as session:
        claim = claim_next(session, "w1", clock(), LEASE)
        parcels = collect(session, "zalo", clock(), 10)
    assert claim
    assert claim.conversation_id != told
    assert [parcel.key for parcel in parcels] == ["binh"]


def test_what_is_being_sent_settles_without_words(told: str, database: Database, clock: FrozenClock) -> None:
    with database.transaction() as session:
        parcels = collect(session, "zalo", clock(), 10)
    erase(database, told, clock)
    with database.transaction() as session:
        for parcel in parcels:
            delivered(session, parcel.outbox_id, clock())
    with database.reading() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.conversation_id == told)).one()
    assert (row.state, row.failure, row.body["blocks"]) == ("failed", "erased", [])


def test_a_repeated_message_is_still_known(told: str, database: Database, clock: FrozenClock) -> None:
    erase(database, told, clock)
    with database.transaction() as session:
        again = receive(session, Incoming("zalo", "an1", "an", IncomingKind.TEXT, "của an"), clock())
    assert again.duplicate
    assert "của an" not in everything(database)


def test_all_or_nothing(told: str, database: Database, clock: FrozenClock) -> None:
    before = everything(database)

    def interrupted() -> None:
        with database.transaction() as session:
            erase_conversation(session, told, clock())
            session.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError, match="no_such_table"):
        interrupted()
    assert everything(database) == before


@pytest.mark.parametrize(
    ("kind", "said", "stored"),
    [
        (IncomingKind.TEXT, "số của tôi là 0912345678", ("text", "")),
        (IncomingKind.START, "", ("start", "")),
        (IncomingKind.TEXT, "“Tiếp tục”.", ("start", "")),
        (IncomingKind.TEXT, "không tiếp tục", ("text", "")),
    ],
)
def test_afterwards_only_going_on_is_heard(
    told: str, database: Database, clock: FrozenClock, kind: IncomingKind, said: str, stored: tuple[str, str]
) -> None:
    erase(database, told, clock)
    with database.transaction() as session:
        receipt = receive(session, Incoming("zalo", "an2", "an", kind, said), clock())
    with database.reading() as session:
        row = session.get_one(InboxRow, receipt.inbox_id)
        withdrawn = session.get_one(Conversation, told).withdrawn_at
    assert (row.kind, row.text) == stored
    assert (withdrawn is None) is (stored[0] == "start" and kind is IncomingKind.TEXT)
