"""Asking after a ticket tells only of one's own."""

from __future__ import annotations

from actions.ticket_status import TicketStatus
from knowledge_base.conversations.models import Conversation
from knowledge_base.database import Database
from knowledge_base.replies import Say, Text
from knowledge_base.tickets.models import Ticket
from knowledge_base.understanding.knowledge import Knowledge
from tests.actions.conftest import Told
from tests.conftest import FrozenClock


def add_ticket(database: Database, clock: FrozenClock, conversation: str, code: str) -> None:
    with database.transaction() as session:
        session.add(
            Conversation(
                id=conversation,
                channel="web",
                external_key=conversation,
                context={},
                created_at=clock(),
                last_seen_at=clock(),
            )
        )
        session.flush()
        session.add(
            Ticket(
                code=code,
                conversation_id=conversation,
                commune_code="26041",
                kind="handover",
                audience="officer",
                question="…",
                transcript=[],
                state="open",
                created_at=clock(),
                due_at=clock(),
            )
        )


def keys_and_codes(action: TicketStatus, told: Told, sender: str) -> list[tuple[str, object]]:
    reply = action.decide(told("phiếu của tôi sao rồi", "ticket_status", sender=sender))
    says = [block.text for block in reply.blocks if isinstance(block, Text)]
    return [(say.key, say.args.get("code")) for say in says if isinstance(say, Say)]


def test_own_tickets_are_told_and_no_other(
    knowledge: Knowledge, told: Told, database: Database, clock: FrozenClock
) -> None:
    add_ticket(database, clock, "c-1", "TT-2026-000001")
    add_ticket(database, clock, "c-2", "TT-2026-000002")
    action = TicketStatus(knowledge, database)
    assert keys_and_codes(action, told, "c-1") == [("status.open", "TT-2026-000001"), ("status.how", None)]


def test_nobody_without_a_ticket_is_told_of_one(knowledge: Knowledge, told: Told, database: Database) -> None:
    assert keys_and_codes(TicketStatus(knowledge, database), told, "c-9") == [("status.none", None)]
