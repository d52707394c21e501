"""Filling in a draft: kind to mistakes, usable without script, and nothing typed is kept or logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import FormData
from aiohttp.test_utils import TestClient
from aiohttp.web import Application
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.drafts import routes
from bot.keys import MAILROOM
from knowledge_base.database import Base
from knowledge_base.drafts.loader import load_drafts
from tests.bot.checklists.conftest import BIRTH, MARRIAGE, application, client, clock
from tests.knowledge_base.drafts.test_data import filled

__all__ = ["application", "client", "clock"]

Client = TestClient[Any, Any]
PATH = f"/to-khai/{BIRTH}"
SECRET_NAME, SECRET_ID = "Lê Thị Kín Đáo", "075095009876"


def files(folder: Path) -> list[Path]:
    """All of them."""
    return sorted(folder.rglob("*"))


@pytest.fixture
def answers() -> dict[str, str]:
    """A whole declaration."""
    return filled(load_drafts()[BIRTH]) | {"requester": SECRET_NAME, "requester_id": SECRET_ID}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[Any]]:
    """Everything any logger says."""
    structlog.reset_defaults()
    with caplog.at_level(logging.DEBUG), capture_logs() as events:
        yield [events, caplog.records]


async def test_every_field_has_its_label(client: Client) -> None:
    text = await (await client.get(PATH)).text()
    fields = re.findall(r'<(?:input id|textarea id)="(\w+)"', text)
    assert len(fields) >= 20
    assert [key for key in fields if f'<label for="{key}">' not in text] == []
    hints = re.findall(r'aria-describedby="([\w -]+?) ?"', text)
    assert [key for hint in hints for key in hint.split() if f'id="{key}"' not in text] == []
    assert "không được lưu lại ở đâu cả" in text
    assert "<script" not in text


@pytest.mark.parametrize(
    ("kind", "start", "content_type"),
    [
        ("pdf", b"%PDF-", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
async def test_the_file_comes_straight_back(
    client: Client, answers: dict[str, str], kind: str, start: bytes, content_type: str
) -> None:
    response = await client.post(PATH, data=answers | {"format": kind})
    assert response.status == 200
    assert response.content_type == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="to-khai-nhap-{BIRTH}.{kind}"'
    assert response.headers["Cache-Control"] == "no-store"
    assert (await response.read()).startswith(start)


async def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: Client, answers: dict[str, str]
) -> None:
    response = await client.post(PATH, data=answers | {"born": "31/02/2026", "child": "", "format": "pdf"})
    text = await response.text()
    assert response.status == 422
    assert '<a href="#born">' in text
    assert 'aria-invalid="true"' in text
    assert "ví dụ 05/03/2026" in text
    assert 'value="31/02/2026"' in text
    assert f'value="{SECRET_NAME}"' in text
    assert response.headers["Cache-Control"] == "no-store"


async def test_what_is_typed_is_shown_as_text_only(client: Client, answers: dict[str, str]) -> None:
    response = await client.post(PATH, data=answers | {"child": '"><script>alert(1)</script>', "born": "x"})
    assert "<script>" not in await response.text()


async def test_nothing_is_stored(
    client: Client, application: Application, answers: dict[str, str], tmp_path: Path
) -> None:
    before = files(tmp_path)
    for kind in ("pdf", "docx"):
        await client.post(PATH, data=answers | {"format": kind})
    assert files(tmp_path) == before
    with application[MAILROOM].database.reading() as session:
        for table in Base.metadata.sorted_tables:
            assert SECRET_NAME not in str([tuple(row) for row in session.execute(select(table))])


async def test_nothing_typed_reaches_a_log(client: Client, answers: dict[str, str], logged: list[Any]) -> None:
    for change in ({"format": "pdf"}, {"format": "docx"}, {"format": "pdf", "born": "x"}, {"format": "exe"}):
        await client.post(PATH, data=answers | change)
    assert SECRET_NAME not in str(logged)
    assert SECRET_ID not in str(logged)


async def test_not_even_when_making_the_file_fails(
    client: Client, answers: dict[str, str], logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(paper: object, words: object) -> bytes:
        raise ValueError(f"cannot print {paper}")

    monkeypatch.setitem(routes.MAKERS, "pdf", ("application/pdf", broken))
    response = await client.post(PATH, data=answers | {"format": "pdf"})
    assert response.status == 500
    assert "chưa tạo được tệp" in await response.text()
    assert SECRET_NAME not in str(logged)
    assert {"event": "draft_failed", "kind": "ValueError", "log_level": "error"} in logged[0]


async def test_a_file_is_not_taken(client: Client) -> None:
    form = FormData()
    form.add_field("child", b"x" * 100, filename="anh.jpg")
    assert (await client.post(PATH, data=form)).status == 400


async def test_a_body_too_large_is_refused(client: Client, answers: dict[str, str]) -> None:
    assert (await client.post(PATH, data=answers | {"child": "x" * 100_000})).status == 413


@pytest.mark.parametrize("path", [f"/to-khai/{MARRIAGE}", "/to-khai/1.004222", "/to-khai/x"])
async def test_only_published_procedures_with_a_declaration(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_making_files_without_end_is_refused(client: Client) -> None:
    statuses = [(await client.post(PATH, data={})).status for _ in range(routes.A_MINUTE + 1)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
