"""``python -m bot switch``: off and on from the machine, with clear words when something is wrong."""

from __future__ import annotations

import argparse

import pytest

from bot import switching
from bot.texts import Texts
from knowledge_base.clock import now
from knowledge_base.database import Database
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.service import publish_files
from knowledge_base.switches.channels import closed_channels

CODE = "1.001193"


def run(database: Database, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    switching.add_arguments(parser)
    return switching.run(parser.parse_args(arguments), database, Texts.load())


def test_a_topic_is_off_for_every_process_and_on_again(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with database.transaction() as session:
        publish_files(session, [document for document in load_folder() if document.code == CODE], now())
    library = Library(database)
    assert run(database, "off", CODE, "--reason", "Đang rà soát") == 0
    assert f"{CODE}: Đang rà soát (đến khi mở lại)" in capsys.readouterr().out
    assert library.current().told == {}
    assert run(database, "off", "all", "--reason", "Bảo trì", "--until", "2999-01-01T07:30") == 0
    assert "đến 07:30, 01/01/2999" in capsys.readouterr().out
    assert run(database, "on", "all") == run(database, "on", CODE) == 0
    assert "không có nội dung nào tạm dừng" in capsys.readouterr().out
    assert set(library.current().told) == {CODE}


def test_a_channel_is_off_for_every_process_and_on_again(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database, "off", "zalo", "--reason", "Đang sửa") == 0
    assert run(database, "off", "zalo", "--reason", "Bảo trì") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "zalo: Bảo trì (đến khi mở lại)"
    with database.reading() as session:
        assert [closed.reason for closed in closed_channels(session, now()).values()] == ["Bảo trì"]
    assert run(database, "on", "zalo") == 0
    with database.reading() as session:
        assert closed_channels(session, now()) == {}


@pytest.mark.parametrize(
    "arguments", [("off", "9.999999", "--reason", "x"), ("off", "all", "--reason", " "), ("on", "ho_tich")]
)
def test_what_cannot_be_done_is_said(
    database: Database, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(database, *arguments) == 1
    assert capsys.readouterr().err.strip()
