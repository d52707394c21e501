"""The only place that makes real things: database, knowledge, channels, worker, web application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress

import aiohttp
from aiohttp import web

from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat import WebChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo.names import is_set as zalo_is_set
from bot.checklists.links import ChecklistLinks
from bot.conversation.decide import Decider
from bot.conversation.effects import Effects
from bot.conversation.engine import Engine
from bot.conversation.handover import Handover
from bot.conversation.situation import Interview
from bot.dialogue import Dialogue
from bot.expiry_watch import ExpiryWatch
from bot.health import Health
from bot.mailroom import Mailroom
from bot.sender import Sender
from bot.settings import Settings
from bot.texts import Texts
from bot.texts.overlay import Overlay
from bot.web import make_app
from bot.worker import Worker
from knowledge_base.calendar.working_time import WorkingCalendar
from knowledge_base.clock import now, today
from knowledge_base.database import Database
from knowledge_base.expiry.acts import known_acts
from knowledge_base.forms.answers import FormAnswers
from knowledge_base.forms.library import FormsLibrary
from knowledge_base.health import database_answers
from knowledge_base.migrate import DatabaseAwayError, require_current, upgrade
from knowledge_base.places.file import load_places
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.places.service import publish_file
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.service import publish_files
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import load_taught
from knowledge_base.situations.adopting import adopt
from knowledge_base.situations.loader import delivered, load_situations
from knowledge_base.staff.demo import ensure_demo
from knowledge_base.understanding.fallback import Fallback
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.understanding.place_answer import PlaceAnswers
from knowledge_base.units.service import Units
from knowledge_base.units.territory import territory


def open_database(settings: Settings) -> Database:
    """The database the settings name."""
    return Database(settings.database_url)


@contextmanager
def prepared_database(settings: Settings) -> Iterator[Database]:
    """The same, for whoever needs its tables; closed at the end. Raises NotPreparedError, DatabaseAwayError."""
    database = open_database(settings)
    try:
        require_current(database)
        yield database
    finally:
        database.dispose()


def prepare(database: Database, settings: Settings) -> None:
    """Bring the schema, the procedures and the demo accounts up to date. Raises DataFileError for bad data files."""
    if not database_answers(database):
        raise DatabaseAwayError
    documents = delivered()
    places = load_places(Units.load(), {document.code for document in documents}, today())
    known_acts()
    upgrade(database)
    with database.transaction() as session:
        adopt(session, load_situations())
        publish_files(session, documents, now())
        publish_file(session, places, now())
    if settings.demo:
        ensure_demo(database, settings)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[web.Application]:
    """Everything of the bot process, started; stopped when the block ends."""
    texts, units = Texts.load(), Units.load()
    async with AsyncExitStack() as stack:
        database = stack.enter_context(prepared_database(settings))
        library, mailroom = Library(database), Mailroom(database)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        dialogue = Dialogue(http, settings.rasa_url, settings.rasa_timeout)
        channels = make_channels(settings, mailroom, texts)
        pulled = frozenset(channel.name for channel in channels if channel.capabilities.pulled)
        knowledge = Knowledge(library, load_taught(), Stored.under(settings.var))
        await asyncio.to_thread(knowledge.current)  # the first citizen does not wait for the index
        decider = Decider(
            dialogue,
            Fallback(knowledge),
            Handover(units),
            Interview(library.current, ChecklistLinks.of(settings), mailroom.clock),
            PlaceAnswers(units, PlacesLibrary(database), territory(), lambda: library.current().told),
            FormAnswers(FormsLibrary(database).current, settings.address),
            per_minute=settings.messages_per_minute,
            max_text=settings.max_message,
        )
        engine = Engine(mailroom, decider, Effects(WorkingCalendar.load(), units, texts), texts, pulled)
        worker = Worker(mailroom, engine, settings.instance, settings.workers)
        sender = Sender(mailroom, {channel.name: channel for channel in channels if channel.name not in pulled})
        for channel in channels:  # stopped after the sender, whose last messages may still leave
            await channel.start()
            stack.push_async_callback(channel.stop)
        overlay = Overlay(database, texts)
        watch = ExpiryWatch(database, library, known_acts(), mailroom.clock)
        await asyncio.to_thread(overlay.refresh)
        await stack.enter_async_context(_background(worker.run(), sender.run(), overlay.run(), watch.run()))
        health = Health(database, dialogue, http, settings.actions_port)
        yield make_app(settings, mailroom, texts, library=library, units=units, pulled=pulled, health=health.check)


def make_channels(settings: Settings, mailroom: Mailroom, texts: Texts) -> Sequence[Channel]:
    """The web always, Telegram when it has a token, Zalo when it has an account."""
    channels: list[Channel] = [WebChannel()]
    if settings.telegram_token.get_secret_value().strip():
        channels.append(TelegramChannel(settings, mailroom, texts))
    if zalo_is_set(settings):
        channels.append(ZaloChannel(settings, mailroom))
    return channels


@asynccontextmanager
async def _background(*work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run work beside the block, cancel it at its end."""
    tasks = [asyncio.create_task(item) for item in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
