"""The command tells the operator what became of every record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.knowledge_base.portal.records import record, write_dump


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dump with a good, a foreign and a broken record; an installation of its own."""
    monkeypatch.setenv("THANTHIEN_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    folder = write_dump(tmp_path / "portal_2026-07-20", record(), record("9.000002", cap_thuc_hien="Cấp bộ"))
    (folder / "bo-thu" / "9.000003.json").write_text("{", encoding="utf-8")
    return folder


def test_import_tells_counts_reasons_and_problems(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = dump.parent / "report.json"
    assert main(["import-portal", str(dump), "--report", str(report)]) == 0
    told = capsys.readouterr()
    assert "3/3" in told.err
    assert "3 bản ghi của ngày 20/07/2026: nhận 1, không nhận 2" in told.out
    assert "1 bản ghi không thực hiện ở cấp xã" in told.out
    assert "bo-thu/9.000003.json: tệp không phải JSON" in told.out
    assert "mới       9.000001" in told.out
    assert json.loads(report.read_text(encoding="utf-8"))["mapped"] == ["9.000001"]


def test_a_second_import_names_changed_fields(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import-portal", str(dump)])
    write_dump(dump, record(ket_qua_xu_ly="Thẻ khác"))
    capsys.readouterr()
    assert main(["import-portal", str(dump), "--day", "2026-08-01"]) == 0
    assert "thay đổi  9.000001: kết quả" in capsys.readouterr().out


def test_a_dump_that_is_not_there(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-portal", str(dump / "khac")]) == 1
    assert "chưa thay đổi gì" in capsys.readouterr().err


def test_a_report_that_cannot_be_written(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-portal", str(dump), "--report", str(dump)]) == 2
    assert str(dump) in capsys.readouterr().err
