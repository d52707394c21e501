"""A dump is opened without trusting it."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.portal import read
from knowledge_base.portal.read import PortalDumpError, day_of, read_dump
from tests.knowledge_base.portal.records import record, write_dump

GOOD = json.dumps(record(), ensure_ascii=False).encode()


def make_tar(path: Path, *entries: tuple[tarfile.TarInfo | str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for entry, content in entries:
            info = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    return path


def linked(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_folder_and_tar_give_the_same_records(tmp_path: Path) -> None:
    folder = write_dump(tmp_path / "dump", record("9.000002"), record())
    packed = make_tar(
        tmp_path / "dump.tar.gz", *((f"x/{p.name}", p.read_bytes()) for p in (folder / "bo-thu").iterdir())
    )
    assert [m.content for m in read_dump(folder)] == [m.content for m in read_dump(packed)]
    assert len(read_dump(packed)) == 2


@pytest.mark.parametrize(
    ("entry", "content", "problem"),
    [
        ("../9.000001.json", GOOD, "unsafe_path"),
        ("/etc/9.000001.json", GOOD, "unsafe_path"),
        (linked("9.000001.json", "/etc/passwd", tarfile.SYMTYPE), b"", "not_a_file"),
        (linked("9.000001.json", "../../x", tarfile.SYMTYPE), b"", "not_a_file"),
        (linked("9.000001.json", "", tarfile.FIFOTYPE), b"", "not_a_file"),
        ("9.000001.json", b"\xff\xfe{", "not_utf8"),
        ("9.000001.json", b'{"ma_thu_tuc": ', "not_json"),
        ("9.000001.json", b"[" * 200_000, "not_json"),
    ],
)
def test_a_bad_member_is_named_with_its_reason(
    tmp_path: Path, entry: tarfile.TarInfo | str, content: bytes, problem: str
) -> None:
    members = read_dump(make_tar(tmp_path / "d.tar.gz", (entry, content), ("a/9.000009.json", GOOD)))
    assert sorted((m.problem or "") for m in members) == ["", problem]


def test_nothing_is_unpacked(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    read_dump(make_tar(place / "d.tar.gz", ("../out.json", GOOD), ("b.json", GOOD)))
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "d.tar.gz"]


def test_a_huge_member_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LARGEST_FILE", 1000)
    (member,) = read_dump(make_tar(tmp_path / "d.tar.gz", ("9.000001.json", b" " * 2000)))
    assert member.problem == "too_large"


@pytest.mark.parametrize(("limit", "value"), [("MOST_BYTES", 3000), ("MOST_FILES", 1)])
def test_a_dump_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(read, limit, value)
    with pytest.raises(PortalDumpError):
        read_dump(make_tar(tmp_path / "d.tar.gz", ("a.json", b" " * 2000), ("b.json", b" " * 2000)))


@pytest.mark.parametrize("kept", [20, 200, -40])
def test_a_truncated_tar_is_refused_as_a_whole(tmp_path: Path, kept: int) -> None:
    path = make_tar(tmp_path / "d.tar.gz", ("a.json", GOOD), ("b.json", GOOD * 9))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(PortalDumpError):
        read_dump(path)


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(GOOD)
    folder = write_dump(tmp_path / "dump", record("9.000002"))
    (folder / "9.000001.json").symlink_to(secret)
    assert [m.problem for m in read_dump(folder)] == ["not_a_file", None]


@pytest.mark.parametrize("name", ["nothing-here", "empty"])
def test_nothing_to_read_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PortalDumpError):
        read_dump(tmp_path / name)


def test_the_name_tells_the_day(tmp_path: Path) -> None:
    path = tmp_path / "national_portal_2026-07-20.tar.gz"
    path.touch()
    assert day_of(path) == date(2026, 7, 20)


def test_a_day_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PortalDumpError):
        day_of(tmp_path / "portal_2026-13-40")
