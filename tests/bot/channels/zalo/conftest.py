"""An emulated Zalo that delivers to the real application, and channels that send to it without real pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels.zalo import ZaloChannel, add_routes
from bot.guard.errors import error_middleware
from bot.keys import MAILROOM, SETTINGS
from bot.mailroom import Mailroom
from bot.messages import Message
from bot.settings import Settings
from bot.web import MAX_BODY
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Base, Database
from knowledge_base.mailbox.inbox import Incoming, receive
from knowledge_base.mailbox.models import InboxRow, IncomingKind
from knowledge_base.mailbox.outbox import post
from knowledge_base.tickets.models import TicketEvent
from knowledge_base.tickets.service import Draft, open_ticket
from knowledge_base.vocabulary import Act
from knowledge_base.zalo.tokens import Pair, connect
from tests.bot.pushing import Pauses
from tests.conftest import FrozenClock
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.state import ACCESS_LIFE, State

AN, BINH = "246845883529197922", "246845883529197923"

type Serve = Callable[..., Awaitable[None]]
type Make = Callable[..., Awaitable[ZaloChannel]]


def settings_for(state: State, url: str, var: Path, **more: object) -> Settings:
    """Settings that fit an emulator."""
    given = {
        "THANTHIEN_VAR": var,
        "ZALO_APP_ID": state.app_id,
        "ZALO_APP_SECRET": state.app_secret,
        "ZALO_OA_ID": state.oa_id,
        "ZALO_OA_SECRET": state.oa_secret,
        "ZALO_API_URL": url,
        "ZALO_OAUTH_URL": url,
    }
    return Settings(_env_file=None, **given | more)  # type: ignore[arg-type]


@dataclass
class Office:
    """The database side of it all."""

    mailroom: Mailroom

    @property
    def database(self) -> Database:
        """The test database."""
        return self.mailroom.database

    def inbox(self) -> list[tuple[str, str]]:
        """Kind and text of everything received, in order."""
        with self.database.reading() as session:
            return [(row.kind, row.text) for row in session.scalars(select(InboxRow).order_by(InboxRow.id))]

    def conversation(self, key: str = AN) -> Conversation:
        """One conversation as it is now."""
        with self.database.reading() as session:
            return session.query(Conversation).filter_by(channel="zalo", external_key=key).one()

    def say(self, key: str, *said: Message, ticket_id: int | None = None) -> list[int]:
        """Write messages to a citizen, as the engine does."""
        now = self.mailroom.clock()
        with self.database.transaction() as session:
            conversation = find_or_open(session, "zalo", key, now)
            bodies = [message.model_dump(mode="json") for message in said]
            rows = post(session, conversation, bodies, now, pulled=False, ticket_id=ticket_id)
            return [row.id for row in rows]

    def ticket(self, key: str = AN) -> int:
        """A ticket of that citizen."""
        with self.database.transaction() as session:
            conversation = find_or_open(session, "zalo", key, self.mailroom.clock())
            session.flush()
            draft = Draft(conversation.id, None, "26068", Act.HANDOVER, None, "Hỏi giúp", None, None, None, [])
            return open_ticket(session, draft, self.mailroom.clock(), WorkingCalendar.load()).id

    def events(self) -> list[tuple[str, str | None]]:
        """What happened to tickets."""
        with self.database.reading() as session:
            rows = session.scalars(select(TicketEvent).order_by(TicketEvent.id))
            return [(row.kind, row.text) for row in rows]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with self.database.reading() as session:
            tables = Base.metadata.sorted_tables
            return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}


@pytest.fixture
async def zalo(clock: FrozenClock) -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator(clock, pauses=(0.01,) * 5) as emulator:
        yield emulator


@pytest.fixture
def mailroom(database: Database, clock: FrozenClock) -> Mailroom:
    return Mailroom(database, clock)


@pytest.fixture
def office(mailroom: Mailroom) -> Office:
    return Office(mailroom)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def serve(zalo: ZaloEmulator, mailroom: Mailroom, tmp_path: Path) -> AsyncIterator[Serve]:
    """Serves the webhook as the real application does, and has the emulator deliver there."""
    servers: list[TestServer] = []

    async def one(given: Mailroom = mailroom, **more: object) -> None:
        settings = settings_for(zalo.state, zalo.url, tmp_path, **more)
        app = web.Application(middlewares=[error_middleware], client_max_size=MAX_BODY)
        app[SETTINGS], app[MAILROOM] = settings, given
        add_routes(app)
        servers.append(TestServer(app))
        await servers[-1].start_server()
        zalo.webhook.url = str(servers[-1].make_url("/zalo/webhook"))

    yield one
    await zalo.webhook.stop()
    for server in servers:
        await server.close()


@pytest.fixture
async def served(serve: Serve) -> None:
    """The application as usual."""
    await serve()


def connected(database: Database, state: State, clock: FrozenClock) -> None:
    """Store a pair that the emulator knows."""
    given = state.new_pair()
    with database.transaction() as session:
        connect(session, state.oa_id, Pair(given["access_token"], given["refresh_token"], ACCESS_LIFE), clock())


@pytest.fixture
async def make(
    zalo: ZaloEmulator, mailroom: Mailroom, pauses: Pauses, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[Make]:
    """Makes connected channels, and stops them in the end."""
    connected(mailroom.database, zalo.state, clock)
    made: list[ZaloChannel] = []

    async def one(given: Mailroom = mailroom, **more: object) -> ZaloChannel:
        channel = ZaloChannel(settings_for(zalo.state, zalo.url, tmp_path, **more), given, pause=pauses)
        await channel.start()
        made.append(channel)
        return channel

    yield one
    for channel in made:
        await channel.stop()


@pytest.fixture
async def channel(make: Make, zalo: ZaloEmulator, office: Office) -> ZaloChannel:
    """A channel, to somebody who wrote just now."""
    heard(zalo, office, AN)
    return await make()


def heard(zalo: ZaloEmulator, office: Office, *keys: str) -> None:
    """Those people wrote, and it is in the inbox."""
    for key in keys:
        event = zalo.user.send_text(key, "chào")
        with office.database.transaction() as session:
            incoming = Incoming("zalo", event["message"]["msg_id"], key, IncomingKind.TEXT, "chào")
            receive(session, incoming, office.mailroom.clock())


def statuses(zalo: ZaloEmulator) -> Sequence[int]:
    """Of the deliveries so far."""
    return [attempt.status for attempt in zalo.webhook.attempts]
