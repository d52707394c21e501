"""Documents through Zalo: uploaded once in a while, sent by token to everybody who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.channels.documents import read_document
from bot.channels.zalo.api import SEND, Answer, ZaloApi, ZaloDownError
from bot.channels.zalo.outcomes import Verdict, verdict
from bot.mailroom import Mailroom
from bot.messages import FileLine
from knowledge_base.forms.checking import TYPES
from knowledge_base.zalo.uploads import forget_token, keep_token, token_of

MAX_DOCUMENT = 5 * 1024 * 1024
LAST_WORD = frozenset({Verdict.SENT, Verdict.RETRY_LATER, Verdict.RENEW, Verdict.UNREACHABLE})
"""What holds for a link as well; after any other answer a link is tried."""

log = structlog.get_logger()

type WithToken = Callable[[Callable[[str], Awaitable[Answer]]], Awaitable[Answer]]


class Files:
    """``with_token`` carries a call out with an access token that works."""

    def __init__(self, api: ZaloApi, mailroom: Mailroom, oa_id: str, with_token: WithToken) -> None:
        self._api = api
        self._mailroom = mailroom
        self._oa_id = oa_id
        self._with_token = with_token

    async def send(self, user_id: str, document: FileLine) -> Answer | None:
        """What Zalo says; None where a link has to go instead."""
        for _ in range(2):  # a token may have grown old on Zalo's side
            token = await self._token(document)
            if token is None:
                return None
            answer = await self._send(user_id, token)
            if verdict(answer.error) is not Verdict.UPLOAD_AGAIN:
                break
            await asyncio.to_thread(self._forget, document.sha256 or "", token)
        if verdict(answer.error) in LAST_WORD:
            return answer
        log.warning("zalo_file_refused", error=answer.error)
        return None

    async def _send(self, user_id: str, token: str) -> Answer:
        attachment = {"type": "file", "payload": {"token": token}}
        body: dict[str, Any] = {"recipient": {"user_id": user_id}, "message": {"attachment": attachment}}
        return await self._with_token(lambda access: self._api.call(SEND, access, body))

    async def _token(self, document: FileLine) -> str | None:
        held = await asyncio.to_thread(self._held, document.sha256 or "")
        return held or await self._uploaded(document)

    async def _uploaded(self, document: FileLine) -> str | None:
        """A fresh token; None if the file does not get there, for whatever reason: a link serves as well."""
        found = await asyncio.to_thread(read_document, self._mailroom.database, document)
        if found is None:
            return None
        content, kind = found
        name = document.name or f"bieu-mau.{kind}"
        try:
            answer = await self._with_token(lambda access: self._api.upload(access, name, content, TYPES[kind]))
        except ZaloDownError as error:
            log.warning("zalo_upload_failed", reason=str(error))
            return None
        token = answer.data.get("token")
        if verdict(answer.error) is not Verdict.SENT or not isinstance(token, str) or not token:
            log.warning("zalo_upload_refused", error=answer.error, reason=answer.reason)
            return None
        await asyncio.to_thread(self._keep, document.sha256 or "", token)
        return token

    def _held(self, sha256: str) -> str | None:
        with self._mailroom.database.reading() as session:
            return token_of(session, self._oa_id, sha256, self._mailroom.clock())

    def _keep(self, sha256: str, token: str) -> None:
        with self._mailroom.database.transaction() as session:
            keep_token(session, self._oa_id, sha256, token, self._mailroom.clock())

    def _forget(self, sha256: str, token: str) -> None:
        with self._mailroom.database.transaction() as session:
            forget_token(session, self._oa_id, sha256, token)
