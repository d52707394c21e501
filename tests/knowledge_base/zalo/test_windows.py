"""How long after a citizen's last message Zalo lets us answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge_base.database import Database
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.zalo.windows import Window, window
from tests.conftest import FrozenClock


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (timedelta(0), Window.FREE),
        (timedelta(hours=48), Window.FREE),
        (timedelta(hours=48, seconds=1), Window.BILLED),
        (timedelta(days=7), Window.BILLED),
        (timedelta(days=7, seconds=1), Window.CLOSED),
    ],
)
def test_the_last_message_counts(database: Database, clock: FrozenClock, since: timedelta, expected: Window) -> None:
    with database.transaction() as session:
        receive(session, Incoming("zalo", "1", "an", IncomingKind.TEXT, "cũ"), clock() - timedelta(days=30))
        receive(session, Incoming("zalo", "2", "an", IncomingKind.START), clock() - since)
        receive(session, Incoming("zalo", "3", "binh", IncomingKind.TEXT, "mới"), clock())
        assert window(session, "zalo", "an", clock()) is expected


def test_nobody_who_never_wrote(database: Database, clock: FrozenClock) -> None:
    with database.reading() as session:
        assert window(session, "zalo", "an", clock()) is Window.CLOSED
