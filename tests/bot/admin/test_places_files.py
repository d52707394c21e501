"""Files about places at the editors' pages: whole or not at all, shown beside what they change, approved by another."""

from __future__ import annotations

from io import BytesIO

import pytest
from aiohttp import ClientResponse, FormData
from openpyxl import load_workbook

from knowledge_base.places.schema import Office as Counter
from knowledge_base.places.service import as_file
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import LONG_THANH, TRAN_BIEN, Browser
from tests.bot.exchange.test_places import saved

PAGE = "/quan-tri/dia-phuong/tep"
HEAD = ("commune_code", "address", "hours", "phone", "source", "certainty", "last_checked", "effective_from")
WARD = (
    TRAN_BIEN,
    "Số 1 đường Thử",
    "7h30 - 11h30",
    "0251 3822 001",
    "Thông báo",
    "verified",
    "2026-11-20",
    "2026-11-01",
)


def yaml_of(*rows: tuple[str, ...]) -> bytes:
    """A file of offices."""
    items = ["\n  ".join(f'{name}: "{value}"' for name, value in zip(HEAD, row, strict=True)) for row in rows]
    return ("offices:\n" + "".join(f"- {item}\n" for item in items)).encode()


async def send(
    browser: Browser, data: bytes, why: str = "Số liệu đầu năm", name: str = "noi-nop.yaml"
) -> ClientResponse:
    form = FormData({**await browser.hidden(PAGE), "why": why})
    form.add_field("file", data, filename=name)
    response = await browser.client.post(PAGE, data=form, allow_redirects=False)
    await response.read()
    return response


def offices(office: Office) -> dict[str, Counter]:
    """What is told today."""
    with office.desk.database.reading() as session:
        return {fact.commune_code: fact for fact in as_file(session).offices}


async def test_a_file_is_shown_beside_what_it_changes_and_approved_by_another(office: Office) -> None:
    editor, publisher = office.browser("bao"), office.browser("phuong")
    first = await send(editor, yaml_of(WARD))
    batch = first.headers["Location"].split("?")[0]
    assert first.status == 303
    assert "Nội dung mới, chưa thay nội dung nào" in (await editor.get(batch))[1]
    assert (await editor.fill(batch, f"{batch}/duyet")).status == 403
    assert offices(office) == {}
    assert (await publisher.fill(batch, f"{batch}/duyet")).status == 303
    assert offices(office)[TRAN_BIEN].phone == "0251 3822 001"
    moved = (TRAN_BIEN, "Số 2 đường Mới", *WARD[2:7], "2026-11-20")
    second = await send(editor, yaml_of(moved))
    _, page = await publisher.get(second.headers["Location"])
    assert "<del>" in page
    assert "Số 1 đường Thử" in page
    assert "Số 2 đường Mới" in page


async def test_the_workbook_it_gives_comes_back_filled_in(office: Office) -> None:
    editor = office.browser("bao")
    async with editor.client.get("/quan-tri/dia-phuong.xlsx") as response:
        book = load_workbook(BytesIO(await response.read()))
    page = book["Nơi nộp"]
    heads = [cell.value for cell in page[1]]
    filled = {"Địa chỉ": "Số 1", "Nguồn": "Thông báo", "Mức chắc chắn": "Đã xác minh", "Ngày kiểm tra": "20/11/2026"}
    for label, value in {**filled, "Dùng từ ngày": "01/11/2026"}.items():
        page.cell(2, heads.index(label) + 1).value = value
    assert (await send(editor, saved(book), name="dia-phuong.xlsx")).status == 303


async def test_one_wrong_row_and_nothing_is_changed(office: Office) -> None:
    wrong = ("99999", "Số 1", "giờ hành chính", "gọi sau", *WARD[4:])
    response = await send(office.browser("bao"), yaml_of(WARD, wrong))
    text = await response.text()
    assert response.status == 400
    assert "Tệp có" in text
    assert "Nơi nộp, mục thứ 2" in text
    for said in ("Cần là số điện thoại", "Cần giờ bắt đầu và giờ kết thúc", "Cần chọn một xã, phường trong danh sách"):
        assert said in text
    assert "Số liệu đầu năm" in text  # the reason typed is not lost
    assert "place_proposed" not in {action for action, _ in office.desk.audit()}


@pytest.mark.parametrize(
    ("data", "why", "said"), [(b"", "x", "chưa"), (b"- 1", "x", "offices"), (yaml_of(WARD), "", "lý do")]
)
async def test_what_is_missing_is_said(office: Office, data: bytes, why: str, said: str) -> None:
    response = await send(office.browser("bao"), data, why)
    assert response.status == 400
    assert said in await response.text()


async def test_who_edits_one_commune_sends_a_file_of_their_own_only(office: Office) -> None:
    browser = office.browser("tam")
    refused = await send(browser, yaml_of(WARD, (LONG_THANH, *WARD[1:])))
    assert refused.status == 400
    assert "Anh/chị chỉ ghi được nội dung của xã, phường mình" in await refused.text()
    taken = await send(browser, yaml_of(WARD))
    batch = taken.headers["Location"].split("?")[0]
    assert (await office.browser("lien").get(batch))[0] == 404
    assert (await browser.fill(batch, f"{batch}/duyet")).status == 403
    assert (await office.browser("thu").fill(batch, f"{batch}/duyet")).status == 303
    assert list(offices(office)) == [TRAN_BIEN]


async def test_a_file_about_many_communes_shows_each_its_own_part(office: Office) -> None:
    taken = await send(office.browser("bao"), yaml_of(WARD, (LONG_THANH, "Số 9 xã khác", *WARD[2:])))
    batch = taken.headers["Location"].split("?")[0]
    browser = office.browser("tam")
    _, page = await browser.get("/quan-tri/dia-phuong")
    assert "Số 1 đường Thử" in page
    assert "Số 9 xã khác" not in page
    assert batch not in page
    assert (await browser.get(batch))[0] == 404
    assert batch in (await office.browser("phuong").get("/quan-tri/dia-phuong"))[1]


async def test_a_file_of_another_site_is_not_read(office: Office) -> None:
    form = FormData({"csrf": "x", "why": "x"})
    form.add_field("file", yaml_of(WARD), filename="a.yaml")
    async with office.browser("bao").client.post(PAGE, data=form) as response:
        assert response.status == 403
