"""What the emulated Zalo remembers: one application, one Official Account, its tokens and its people."""

from __future__ import annotations

import itertools
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.emulators.zalo.errors import ZaloError

ACCESS_LIFE = timedelta(seconds=90_000)
CODE_LIFE = timedelta(minutes=10)


@dataclass
class Person:
    """A Zalo user as the account knows them."""

    last_interaction: datetime | None = None
    blocked: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)  # what they were sent
    templates: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Uploaded:
    """A file that was handed over."""

    name: str
    content: bytes
    until: datetime


@dataclass
class Code:
    """An authorisation code, still unused."""

    challenge: str
    until: datetime


@dataclass
class State:
    """One application and one Official Account."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    app_id: str = "360846524940903967"
    app_secret: str = "app-secret-of-the-tests"
    oa_id: str = "388613280878808645"
    oa_secret: str = "oa-secret-of-the-tests"
    per_minute: int = 4000
    takes_buttons: bool = True
    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, Uploaded] = field(default_factory=dict)  # by token
    uploads: int = 0
    uploads_left: int = 5000  # of this month
    codes: dict[str, Code] = field(default_factory=dict)
    access: str = ""
    access_until: datetime = field(default_factory=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    refresh: str = ""
    removed: set[str] = field(default_factory=set)  # access tokens that worked once
    used: set[str] = field(default_factory=set)  # refresh tokens that worked once
    renewals: int = 0
    billed: int = 0
    called_at: deque[datetime] = field(default_factory=deque)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def person(self, user_id: str) -> Person:
        """The person, made when first mentioned by a test."""
        return self.people.setdefault(user_id, Person())

    def number(self) -> str:
        """A new id of a message."""
        return f"{next(self._numbers):08x}{secrets.token_hex(6)}"

    def new_pair(self) -> dict[str, Any]:
        """Hand out tokens; the ones before are dead."""
        self.removed |= {self.access} - {""}
        self.used |= {self.refresh} - {""}
        self.access, self.refresh = secrets.token_urlsafe(60), secrets.token_urlsafe(60)
        self.access_until = self.clock() + ACCESS_LIFE
        seconds = str(int(ACCESS_LIFE.total_seconds()))
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": seconds}

    def new_code(self, challenge: str) -> str:
        """What a person's consent gives."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Code(challenge, self.clock() + CODE_LIFE)
        return code

    def check(self, token: str) -> None:
        """Raise ZaloError unless this is the present token and there is room for one more call."""
        if token in self.removed:
            raise ZaloError(-220, "Access token is expired or removed")
        if not token or token != self.access:
            raise ZaloError(-216, "Access token is invalid")
        if self.access_until <= self.clock():
            raise ZaloError(-216, "Access token has expired")
        now = self.clock()
        while self.called_at and self.called_at[0] <= now - timedelta(minutes=1):
            self.called_at.popleft()
        if len(self.called_at) >= self.per_minute:
            raise ZaloError(-32, "Your application reached limit call api")
        self.called_at.append(now)
