"""A file sent with a form: read piece by piece within a limit of its own, never through a temporary file."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import BodyPartReader, web

MAX_FIELD = 16 * 1024  # bytes of a field beside the file


@dataclass(frozen=True)
class Upload:
    """The fields, and the file with the name its sender gave it; ``name`` is empty if none was chosen."""

    fields: dict[str, str]
    name: str
    data: bytes


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
