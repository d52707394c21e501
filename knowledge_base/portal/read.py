"""Opens a dump of the portal, a folder or a tar file, and hands out its records; trusts nothing in it."""

from __future__ import annotations

import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge_base.errors import ThanThienError

MOST_FILES = 50_000
MOST_BYTES = 1_000_000_000  # of the whole dump, unpacked
LARGEST_FILE = 4_000_000  # the largest true record has 0.3 MB
_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")


class PortalDumpError(ThanThienError):
    """The dump cannot be used as a whole; nothing was changed."""

    key = "import.bad_dump"


@dataclass(frozen=True)
class Member:
    """One file of the dump: its content, or the reason (a text key) why it is not taken."""

    name: str
    content: Any = None
    problem: str | None = None
    detail: str = ""


def read_dump(path: Path) -> list[Member]:
    """Every JSON file of a folder or tar, in the order of names. Raises PortalDumpError."""
    if path.is_dir():
        found = _folder(path)
    elif path.is_file():
        found = _tar(path)
    else:
        raise PortalDumpError(path=str(path), reason="no such folder or file")
    members = sorted(_bounded(found, path), key=lambda member: member.name)
    if not members:
        raise PortalDumpError(path=str(path), reason="no JSON files in it")
    return members


def day_of(path: Path) -> date:
    """The day of the dump: named by the folder or file, else when it was written."""
    if (named := _DAY.search(path.name)) is not None:
        try:
            return date(*map(int, named.groups()))
        except ValueError as error:
            raise PortalDumpError(path=str(path), reason=str(error)) from error
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _bounded(members: Iterator[Member], path: Path) -> Iterator[Member]:
    for count, member in enumerate(members, start=1):
        if count > MOST_FILES:
            raise PortalDumpError(path=str(path), reason=f"more than {MOST_FILES} files")
        yield member


def _folder(folder: Path) -> Iterator[Member]:
    for path in folder.rglob("*.json"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            yield Member(name, problem="not_a_file")
        elif path.stat().st_size > LARGEST_FILE:
            yield Member(name, problem="too_large")
        else:
            yield _parsed(name, path.read_bytes())


def _tar(path: Path) -> Iterator[Member]:
    total = 0
    try:
        with tarfile.open(path) as archive:
            for entry in archive:
                total += max(entry.size, 0)
                if total > MOST_BYTES:
                    raise PortalDumpError(path=str(path), reason="too large when unpacked")
                if not entry.isdir() and entry.name.endswith(".json"):
                    yield _entry(archive, entry)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise PortalDumpError(path=str(path), reason=f"not readable to its end: {error}") from error


def _entry(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Member:
    # Nothing is ever written to disk under these names; a name that tries to leave is a sign of a bad dump.
    name = PurePosixPath(entry.name)
    if name.is_absolute() or ".." in name.parts:
        return Member(entry.name, problem="unsafe_path")
    if entry.size > LARGEST_FILE:
        return Member(entry.name, problem="too_large")
    file = archive.extractfile(entry) if entry.isreg() else None
    if file is None:
        return Member(entry.name, problem="not_a_file")
    content = file.read(LARGEST_FILE + 1)
    if len(content) < entry.size:
        raise EOFError("a file is cut off")
    return _parsed(name.as_posix(), content)


def _parsed(name: str, content: bytes) -> Member:
    try:
        return Member(name, json.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        return Member(name, problem="not_utf8", detail=str(error))
    except (ValueError, RecursionError) as error:
        return Member(name, problem="not_json", detail=str(error))
