"""Zalo's interfaces by HTTP. An answer is always 200; what went wrong is a number inside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp

from bot.settings import Settings
from knowledge_base.zalo.tokens import Pair

TIMEOUT = aiohttp.ClientTimeout(total=10)
UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=14)  # within what a sender grants, with room for a link instead
SEND = "/v3.0/oa/message/cs"
SEND_ANONYMOUS = "/v2.0/oa/message"
SEND_TEMPLATE = "/v3.0/oa/message/template"
UPLOAD = "/v2.0/oa/upload/file"
TOKENS = "/v4/oa/access_token"
CONSENT = "/v4/oa/permission"


class ZaloDownError(Exception):
    """No usable answer: a time-out, a broken line, a server error. Never holds what was sent."""


class TokensRefusedError(Exception):
    """Zalo gave no tokens; the message is its error number."""


@dataclass(frozen=True)
class Answer:
    """What Zalo said."""

    error: int
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict, repr=False)


class ZaloApi:
    """A thin client; knows no tokens of its own."""

    def __init__(self, http: aiohttp.ClientSession, settings: Settings) -> None:
        self._http = http
        self._api, self._oauth = settings.zalo_api_url.rstrip("/"), settings.zalo_oauth_url.rstrip("/")
        self._app_id = settings.zalo_app_id.strip()
        self._secret = settings.zalo_app_secret.get_secret_value().strip()

    async def call(self, path: str, token: str, body: dict[str, Any]) -> Answer:
        """Send something. Raises ZaloDownError."""
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = {"access_token": token, "Content-Type": "application/json"}
        return _read(await self._post(f"{self._api}{path}", data=data, headers=headers))

    async def upload(self, token: str, name: str, content: bytes, kind: str) -> Answer:
        """Hand over a file; the answer's data hold its token. Raises ZaloDownError."""
        form = aiohttp.FormData()
        form.add_field("file", BytesIO(content), filename=name, content_type=kind)
        headers = {"access_token": token}
        answer = await self._post(f"{self._api}{UPLOAD}", data=form, headers=headers, within=UPLOAD_TIMEOUT)
        return _read(answer)

    async def renew(self, refresh_token: str) -> Pair:
        """A new pair; the token works once. Raises TokensRefusedError, ZaloDownError."""
        return await self._tokens(grant_type="refresh_token", refresh_token=refresh_token)

    async def exchange(self, code: str, verifier: str) -> Pair:
        """The pair for the code of a person's consent. Raises TokensRefusedError, ZaloDownError."""
        return await self._tokens(grant_type="authorization_code", code=code, code_verifier=verifier)

    async def _tokens(self, **form: str) -> Pair:
        form |= {"app_id": self._app_id}
        answer = await self._post(f"{self._oauth}{TOKENS}", data=form, headers={"secret_key": self._secret})
        access, refresh = answer.get("access_token"), answer.get("refresh_token")
        if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
            raise TokensRefusedError(str(answer.get("error", "no tokens"))[:40])
        return Pair(access, refresh, _life(answer.get("expires_in")))

    async def _post(self, url: str, *, within: aiohttp.ClientTimeout = TIMEOUT, **request: Any) -> dict[str, Any]:
        try:
            async with self._http.post(url, timeout=within, allow_redirects=False, **request) as response:
                status, text = response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError) as error:
            raise ZaloDownError(type(error).__name__) from None  # its text may hold a header
        if status != 200:
            raise ZaloDownError(f"HTTP {status}")
        return _object(text)


def _read(answer: dict[str, Any]) -> Answer:
    error, data = answer.get("error"), answer.get("data")
    if not isinstance(error, int):
        raise ZaloDownError("answer without an error number")
    return Answer(error, str(answer.get("message", ""))[:120], data if isinstance(data, dict) else {})


def _object(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        raise ZaloDownError("answer is not JSON") from None
    if not isinstance(answer, dict):
        raise ZaloDownError("answer is no object")
    return answer


def _life(expires_in: Any) -> timedelta:
    """Seconds, written as text. Without a usable number: as short as is sure."""
    text = str(expires_in)
    return (
        timedelta(seconds=int(text)) if text.isascii() and text.isdecimal() and len(text) < 10 else timedelta(hours=1)
    )
