"""Commands on a machine where nothing is prepared: told what to run first, no stack trace, exit status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main

NEED_TABLES = [
    ["serve"],
    ["add-officer", "an", "Nguyễn Văn An", "--commune", "26041"],
    ["add-editor", "bao", "Đinh Gia Bảo"],
    ["expiring"],
    ["coverage"],
    ["places"],
    ["switch", "list"],
    ["switch", "off", "1.001193", "--reason", "Đang rà soát"],
    ["zalo", "status"],
]


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANTHIEN_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.parametrize("command", NEED_TABLES, ids=" ".join)
def test_before_prepare_a_command_says_what_to_run_first(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2
    said = capsys.readouterr()
    assert "python -m bot prepare" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize("command", ["prepare", "coverage"])
def test_a_database_that_is_away_is_said_so(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.db").mkdir()  # SQLite cannot open a folder
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'folder.db'}")
    assert main([command]) == 2
    assert "DATABASE_URL" in capsys.readouterr().err
