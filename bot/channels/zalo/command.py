"""``python -m bot zalo``: connect the Official Account, look at its tokens, let the bot answer somebody again."""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from bot.channels.zalo.api import CONSENT, TokensRefusedError, ZaloApi, ZaloDownError
from bot.channels.zalo.names import is_set
from bot.settings import Settings
from bot.texts import Texts
from knowledge_base.clock import VIETNAM, Clock, now
from knowledge_base.conversations.service import leave_to_bot
from knowledge_base.database import Database
from knowledge_base.zalo.receiving import CHANNEL
from knowledge_base.zalo.tokens import Pair, connect, held

type Read = Callable[[str], str]
type Show = Callable[[str], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``connect``, ``status``, ``release``."""
    commands = parser.add_subparsers(dest="zalo", required=True)
    commands.add_parser("connect", help="let a person consent that we send for the account")
    commands.add_parser("status", help="until when we may send")
    release = commands.add_parser("release", help="the bot answers again where a person had taken over")
    release.add_argument("user_id", help="Zalo's id of the citizen, as OA Manager shows it")


@dataclass(frozen=True)
class Consent:
    """One try to get a person's consent: the proof key (PKCE) never leaves this process until the code is here."""

    verifier: str
    state: str

    @property
    def challenge(self) -> str:
        """The proof key's hash, which goes into the address."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def address(self, settings: Settings) -> str:
        """Where the person consents."""
        query = {
            "app_id": settings.zalo_app_id.strip(),
            "redirect_uri": settings.zalo_redirect_url.strip() or settings.address,
            "code_challenge": self.challenge,
            "state": self.state,
        }
        return f"{settings.zalo_oauth_url.rstrip('/')}{CONSENT}?{urlencode(query)}"

    def code_in(self, pasted: str, oa_id: str) -> str | None:
        """The code of a pasted address, or a pasted code; None if the address is not the one this try led to."""
        words = pasted.strip()
        if "code=" not in words:
            return words or None
        query = parse_qs(urlsplit(words).query or words.lstrip("?"))
        ours = query.get("oa_id", [oa_id]) == [oa_id] and query.get("state", [self.state]) == [self.state]
        return query["code"][0] if ours else None


def run(
    chosen: argparse.Namespace,
    settings: Settings,
    database: Database,
    texts: Texts,
    *,
    read: Read = input,
    show: Show = print,
    clock: Clock = now,
) -> int:
    """Carry the command out; returns the exit status. ``read``, ``show`` and ``clock`` are given by tests."""
    if not is_set(settings):
        print(texts.say("zalo.not_set"), file=sys.stderr)
        return 2
    match chosen.zalo:
        case "connect":
            return _connect(settings, database, texts, read, show, clock)
        case "release":
            with database.transaction() as session:
                released = leave_to_bot(session, CHANNEL, chosen.user_id, clock())
            show(texts.say("zalo.release.done" if released else "zalo.release.nobody"))
            return 0
    show(_status(settings, database, texts))
    return 0


def _connect(settings: Settings, database: Database, texts: Texts, read: Read, show: Show, clock: Clock) -> int:
    oa_id = settings.zalo_oa_id.strip()
    consent = Consent(secrets.token_urlsafe(32), secrets.token_urlsafe(16))
    show(texts.say("zalo.connect.open", address=consent.address(settings)))
    code = consent.code_in(read(texts.say("zalo.connect.paste")), oa_id)
    if code is None:
        show(texts.say("zalo.connect.stranger"))
        return 1
    try:
        pair = asyncio.run(_exchange(settings, code, consent.verifier))
    except (TokensRefusedError, ZaloDownError) as error:
        show(texts.say("zalo.connect.refused", reason=str(error)))
        return 1
    with database.transaction() as session:
        connect(session, oa_id, pair, clock())
        stored = held(session, oa_id)
    show(texts.say("zalo.connect.done", oa=oa_id, at=_at(stored.refresh_from) if stored else ""))
    return 0


async def _exchange(settings: Settings, code: str, verifier: str) -> Pair:
    async with aiohttp.ClientSession() as http:
        return await ZaloApi(http, settings).exchange(code, verifier)


def _status(settings: Settings, database: Database, texts: Texts) -> str:
    with database.reading() as session:
        pair = held(session, settings.zalo_oa_id.strip())
    if pair is None:
        return texts.say("zalo.status.none")
    until, at = _at(pair.expires_at), _at(pair.refresh_from)
    if pair.failure:
        return texts.say("zalo.status.failing", reason=pair.failure, count=pair.failures, until=until)
    return texts.say("zalo.status.good", until=until, at=at)


def _at(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
