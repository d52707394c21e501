"""A file sent with a form: read piece by piece within a limit of its own, never through a temporary file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.desk.access import sign_in_address
from bot.guard import csrf
from bot.guard.sessions import signed_in
from knowledge_base.staff.sessions import SignedIn

MAX_FIELD = 16 * 1024  # bytes of a field beside the file
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML = "application/yaml"
_NAME = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True)
class Upload:
    """The fields, and the file with the name its sender gave it; ``name`` is empty if none was chosen."""

    fields: dict[str, str]
    name: str
    data: bytes

    @property
    def shown_name(self) -> str:
        """The name without folders and odd characters."""
        return _NAME.sub("", re.split(r"[/\\]", self.name)[-1]).strip()[:120] or "?"

    @property
    def why(self) -> str:
        """The reason that came with it."""
        return self.fields.get("why", "").strip()[:1000]


async def sent_file(request: web.Request, limit: int) -> tuple[SignedIn, Upload]:
    """Who sent which file; of somebody signed out nothing is read, they are led to the sign-in page."""
    signed = await signed_in(request)
    if signed is None:
        raise web.HTTPSeeOther(sign_in_address(request.path), headers={"Cache-Control": "no-store"})
    sent = await read_upload(request, limit)
    csrf.require(request, signed.csrf, sent.fields.get(csrf.FIELD, ""))
    return signed, sent


def download(body: bytes, name: str, kind: str) -> web.Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return web.Response(body=body, content_type=kind, headers=headers)


async def read_upload(request: web.Request, limit: int) -> Upload:
    """Read the form. Raises 400 for a broken body, 413 for one that is too large."""
    fields: dict[str, str] = {}
    name, data = "", b""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            if part.name == "file":
                name, data = part.filename or "", await _read(part, limit)
            else:
                fields[part.name or ""] = (await _read(part, MAX_FIELD)).decode().replace("\0", "")
    except (ValueError, AssertionError) as error:  # AssertionError: no multipart body at all
        raise web.HTTPBadRequest from error
    return Upload(fields, name, data)


async def _read(part: BodyPartReader, limit: int) -> bytes:
    held = bytearray()
    while chunk := await part.read_chunk():
        held += chunk
        if len(held) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(held))
    return bytes(held)
