"""A desk on the test database, with two officers of one ward, one of another, and an inspector."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select

from bot.keys import MAILROOM
from bot.mailroom import Mailroom
from bot.settings import Settings
from bot.texts import Texts
from bot.web import make_app
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.conversations.service import find_or_open
from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.schema import Fact, Paper, ProcedureDocument
from knowledge_base.procedures.service import publish_files
from knowledge_base.staff import sessions
from knowledge_base.staff.models import AuditRow, Role, Staff
from knowledge_base.staff.passwords import hash_password
from knowledge_base.tickets import service as tickets
from knowledge_base.tickets.models import Ticket
from knowledge_base.tickets.service import Draft
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Certainty
from tests.conftest import FrozenClock

PASSWORD = "mùa xuân trên sông"
TRAN_BIEN, LONG_THANH = "26041", "26368"
CODE = "1.001193"
PEOPLE = {
    "an": ("Nguyễn Văn An", Role.OFFICER, TRAN_BIEN),
    "binh": ("Lê Thị Bình", Role.OFFICER, TRAN_BIEN),
    "cuc": ("Trần Thị Cúc", Role.OFFICER, LONG_THANH),
    "thanh-tra": ("Phạm Văn Dũng", Role.INSPECTOR, None),
    "bao": ("Đinh Gia Bảo", Role.EDITOR, None),
    "phuong": ("Võ Thị Phượng", Role.PUBLISHER, None),
    "quy": ("Hồ Văn Quý", Role.PUBLISHER, None),
    "tam": ("Mai Thị Tâm", Role.COMMUNE_EDITOR, TRAN_BIEN),
    "thu": ("Ngô Minh Thu", Role.COMMUNE_EDITOR, TRAN_BIEN),
    "lien": ("Tô Thị Liên", Role.COMMUNE_EDITOR, LONG_THANH),
}
DRAFT = Draft(
    conversation_id="",
    inbox_id=None,
    commune_code=TRAN_BIEN,
    kind=Act.HANDOVER,
    procedure_code=CODE,
    question="Con tôi sinh ở nhà thì làm khai sinh thế nào?",
    citizen_name=None,
    citizen_phone=None,
    consent_text=None,
    transcript=[
        {"who": "citizen", "text": "khai sinh cho con", "at": "2026-11-25T01:58:00+00:00"},
        {"who": "bot", "text": "Dạ, ông/bà cần nộp…", "at": "2026-11-25T01:58:01+00:00"},
    ],
)


@cache
def _hash() -> str:
    return hash_password(PASSWORD, "nobody")


class Compiled(BytecodeCache):
    """Templates compiled once for all tests: every test makes its own application."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Browser:
    """One person's browser: keeps cookies, fills in forms as the page gave them."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; redirects are not followed."""
        async with self.client.get(path, allow_redirects=False) as response:
            return response.status, await response.text()

    async def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> ClientResponse:
        """Send a form; the answer is read whole."""
        response = await self.client.post(path, data=fields, headers=headers, allow_redirects=False)
        await response.read()
        return response

    async def fill(self, page: str, path: str, **fields: str) -> ClientResponse:
        """Send a form with the hidden fields of the page it stands on."""
        return await self.post(path, {**await self.hidden(page), **fields})

    async def hidden(self, page: str) -> dict[str, str]:
        """The hidden fields a page carries."""
        _, text = await self.get(page)
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
        return {name: html.unescape(value) for name, value in found}

    async def act(self, code: str, action: str, **fields: str) -> ClientResponse:
        """Take, release or answer from a freshly opened ticket page."""
        return await self.fill(f"/can-bo/phieu/{code}", f"/can-bo/phieu/{code}/{action}", **fields)


@dataclass
class Desk:
    """The application and what tests need around it."""

    server: TestServer
    app: Application
    mailroom: Mailroom
    clock: FrozenClock
    open_browser: Callable[[], Browser]
    calendar: WorkingCalendar

    @property
    def database(self) -> Database:
        """The test database."""
        return self.mailroom.database

    def ticket(self, draft: Draft = DRAFT, *, channel: str = "web", citizen: str = "mai") -> str:
        """Open a ticket; returns its code."""
        with self.database.transaction() as session:
            conversation = find_or_open(session, channel, citizen, self.clock())
            session.flush()
            filled = replace(draft, conversation_id=conversation.id)
            return tickets.open_ticket(session, filled, self.clock(), self.calendar).code

    def reopen(self, code: str, text: str) -> None:
        """The citizen writes back."""
        held = self.find(code)
        with self.database.transaction() as session:
            tickets.reopen(session, code, held.conversation_id, text, self.clock(), self.calendar)

    def rate(self, code: str, score: int) -> None:
        """The citizen taps a score."""
        held = self.find(code)
        with self.database.transaction() as session:
            tickets.rate(session, code, held.conversation_id, score, self.clock())

    def find(self, code: str) -> Ticket:
        """The ticket as it is stored."""
        with self.database.reading() as session:
            return session.scalars(select(Ticket).where(Ticket.code == code)).one()

    def audit(self) -> list[tuple[str, str]]:
        """Actions and subjects of the audit trail, oldest first."""
        with self.database.reading() as session:
            return [(row.action, row.subject) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]

    def signed_in(self, username: str) -> Browser:
        """A browser with a session, without the cost of a password hash."""
        with self.database.transaction() as session:
            staff = session.scalars(select(Staff).where(Staff.username == username)).one()
            token = sessions.begin(session, staff, self.clock())
        browser = self.open_browser()
        browser.client.session.cookie_jar.update_cookies({"thanthien_desk": token}, self.server.make_url("/"))
        return browser


def document(name: str = "Đăng ký khai sinh", paper: str = "Tờ khai đăng ký khai sinh") -> ProcedureDocument:
    """A small published procedure."""
    return ProcedureDocument(
        code=CODE,
        name=name,
        official_name=name,
        field="ho_tich",
        papers=[Paper(name=paper, originals=1, certainty=Certainty.VERIFIED)],
        applicants=[Fact(text="Cha, mẹ")],
        sources=["Cổng Dịch vụ công quốc gia"],
        last_checked=date(2026, 11, 20),
        effective_from=date(2025, 7, 1),
    )


def settings_for(folder: Path, *, secure: bool = False) -> Settings:
    """Settings of a test."""
    return Settings(THANTHIEN_VAR=folder, THANTHIEN_SECURE_COOKIES=secure, THANTHIEN_DEMO=False)


async def healthy() -> bool:
    """All is well."""
    return True


def fill(database: Database, now: datetime, procedure: ProcedureDocument) -> None:
    """Staff and one procedure."""
    with database.transaction() as session:
        publish_files(session, [procedure], now)
        for username, (name, role, commune) in PEOPLE.items():
            session.add(
                Staff(username=username, display_name=name, password_hash=_hash(), role=role, commune_code=commune)
            )


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load()


@pytest.fixture(scope="session")
def units() -> Units:
    return Units.load()


@pytest.fixture
def clock() -> FrozenClock:
    """A Wednesday morning in Viet Nam: 25 November 2026, 9:00; the 24th is a day off."""
    return FrozenClock(datetime(2026, 11, 25, 2, 0, tzinfo=UTC))


@pytest.fixture
def secure() -> bool:
    """Whether cookies are for HTTPS only."""
    return False


@pytest.fixture
def procedure() -> ProcedureDocument:
    """What is published."""
    return document()


@pytest.fixture
def app(
    database: Database,
    clock: FrozenClock,
    texts: Texts,
    units: Units,
    tmp_path: Path,
    secure: bool,
    procedure: ProcedureDocument,
) -> Application:
    """The real application."""
    fill(database, clock(), procedure)
    application = make_app(
        settings_for(tmp_path, secure=secure),
        Mailroom(database, clock),
        texts,
        library=Library(database, clock),
        units=units,
        pulled=frozenset({"web"}),
        health=healthy,
    )
    aiohttp_jinja2.get_env(application).bytecode_cache = COMPILED
    return application


@pytest.fixture
async def desk(app: Application, clock: FrozenClock) -> AsyncIterator[Desk]:
    clients: list[TestClient[Any, Any]] = []
    server = TestServer(app)
    async with server:

        def open_browser() -> Browser:
            clients.append(TestClient(server))
            return Browser(clients[-1])

        yield Desk(server, app, app[MAILROOM], clock, open_browser, WorkingCalendar.load())
        for client in clients:
            await client.session.close()
