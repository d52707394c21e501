"""The pages of the official forms: two persons, every file checked, nothing typed is lost, citizens get the file."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from aiohttp import ClientResponse, FormData

from bot.keys import FORMS
from knowledge_base.forms.checking import MAX_SIZE, check_file
from knowledge_base.forms.models import OfficialForm
from knowledge_base.replies import File
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE, Browser
from tests.knowledge_base.forms.files import docx, docx_with, pdf

PAGE = f"/quan-tri/bieu-mau?ma={CODE}"
NEW = f"/quan-tri/bieu-mau/moi?ma={CODE}"
NAME = "Tờ khai đăng ký khai sinh"
GIVEN = {"name": NAME, "number": "01", "source": "Thông tư 00/2026/TT-BTP", "last_checked": "2026-11-20"}


async def send(
    browser: Browser, data: bytes | None, file: str = "to-khai.docx", page: str = NEW, **fields: str
) -> ClientResponse:
    form = FormData(quote_fields=False)
    for key, value in {**await browser.hidden(page), **GIVEN, **fields}.items():
        form.add_field(key, value)
    name = "" if data is None else file
    form.add_field("file", BytesIO(data or b""), filename=name, content_type="application/octet-stream")
    response = await browser.client.post("/quan-tri/bieu-mau/moi", data=form, allow_redirects=False)
    await response.read()
    return response


def forms(office: Office) -> list[OfficialForm]:
    with office.desk.database.reading() as session:
        return list(session.query(OfficialForm).order_by(OfficialForm.id))


async def publish(office: Office, data: bytes | None = None, **fields: str) -> int:
    assert (await send(office.browser(), data or docx(), **fields)).status == 303
    number = forms(office)[-1].id
    approved = await office.browser("phuong").fill(PAGE, f"/quan-tri/bieu-mau/{number}/duyet")
    assert approved.status == 303
    return number


async def test_one_sends_another_looks_and_approves_citizens_get_it(office: Office) -> None:
    editor, data = office.browser(), docx()
    response = await send(editor, data, why="Mẫu của thông tư mới")
    assert (response.status, response.headers["Location"]) == (303, f"{PAGE}&da=form_proposed")
    _, page = await editor.get(PAGE)
    assert "Đang chờ duyệt" in page
    assert "Lý do: Mẫu của thông tư mới" in page
    assert "/duyet" not in page
    assert office.desk.app[FORMS].blocks(CODE) == []
    publisher, number = office.browser("phuong"), forms(office)[0].id
    async with publisher.client.get(f"/quan-tri/bieu-mau/{number}/tep") as seen:
        assert await seen.read() == data
    assert (await publisher.fill(PAGE, f"/quan-tri/bieu-mau/{number}/duyet")).status == 303
    (file,) = [block for block in office.desk.app[FORMS].blocks(CODE) if isinstance(block, File)]
    assert file.sha256 == check_file("a.docx", data).sha256
    async with publisher.client.get(re.sub("^https?://[^/]+", "", file.url)) as fetched:
        assert await fetched.read() == data
    assert ("form_approved", f"{CODE} {NAME}") in office.desk.audit()


async def test_who_sent_it_does_not_approve(office: Office) -> None:
    publisher = office.browser("phuong")
    await send(publisher, docx())
    response = await publisher.fill(PAGE, f"/quan-tri/bieu-mau/{forms(office)[0].id}/duyet")
    assert response.status == 403
    assert "Người soạn không tự duyệt" in await response.text()
    assert forms(office)[0].state == "proposed"


@pytest.mark.parametrize(
    ("data", "file", "fields", "said"),
    [
        (lambda: b"MZ", "a.docx", {}, "chưa đúng dạng PDF, DOC hay DOCX"),
        (lambda: pdf(), "a.docx", {}, "Nội dung tệp là PDF"),
        (lambda: docx_with("/word/vbaProject.bin", "application/x"), "a.docx", {}, "macro"),
        (lambda: bytes(MAX_SIZE + 1), "a.pdf", {}, "lớn hơn 5 MB"),
        (lambda: None, "", {}, "chọn tệp hoặc ghi địa chỉ"),
        (lambda: docx(), "a.docx", {"url": "https://moj.example/a.docx"}, "chỉ một trong hai"),
        (lambda: None, "", {"url": "http://moj.example/a.docx"}, "bắt đầu bằng https://"),
        (lambda: docx(), "a.docx", {"name": ""}, "Tên biểu mẫu: Chưa có nội dung"),
        (lambda: docx(), "a.docx", {"source": " "}, "Nguồn: Chưa có nội dung"),
        (lambda: docx(), "a.docx", {"last_checked": "2026-12-31"}, "không thể sau hôm nay"),
        (lambda: docx(), "a.docx", {"last_checked": "31/02"}, "ngày có thật"),
    ],
    ids=["program", "name", "macro", "large", "nothing", "both", "insecure", "unnamed", "no source", "future", "day"],
)
async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    office: Office, data: object, file: str, fields: dict[str, str], said: str
) -> None:
    assert callable(data)
    response = await send(office.browser(), data(), file, **{"number": "Mẫu số 7", **fields})
    text = await response.text()
    assert response.status == 400
    assert said in text
    assert 'value="Mẫu số 7"' in text
    assert forms(office) == []


async def test_a_form_may_be_called_as_its_paper(office: Office) -> None:
    paper = office.told().papers[0].name
    assert (await send(office.browser(), docx(), paper=paper, name="")).status == 303
    assert [(form.name, form.paper) for form in forms(office)] == [(paper, paper)]


async def test_a_link_is_offered_as_a_link(office: Office) -> None:
    await send(office.browser(), None, url="https://moj.example/a.docx")
    number = forms(office)[0].id
    await office.browser("quy").fill(PAGE, f"/quan-tri/bieu-mau/{number}/duyet")
    assert office.desk.app[FORMS].blocks(CODE)[1].model_dump()["url"] == "https://moj.example/a.docx"
    async with office.browser().client.get(f"/bieu-mau/{number}/x", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "https://moj.example/a.docx")


async def test_a_new_version_starts_from_the_old_and_the_old_is_kept(office: Office) -> None:
    first = await publish(office)
    page = f"{NEW}&thay={first}"
    _, text = await office.browser().get(page)
    assert f'value="{NAME}"' in text
    assert (await send(office.browser(), docx("MỚI"), page=page, name="Tên mới")).status == 303
    number = forms(office)[-1].id
    await office.browser("phuong").fill(PAGE, f"/quan-tri/bieu-mau/{number}/duyet")
    assert [form.state for form in forms(office)] == ["retired", "published"]
    _, text = await office.browser().get(PAGE)
    assert "Thay cho: Tờ khai đăng ký khai sinh" in text
    assert "Các bản cũ" in text


async def test_withdrawing_needs_a_reason_and_a_publisher(office: Office) -> None:
    number = await publish(office)
    withdraw = f"/quan-tri/bieu-mau/{number}/rut"
    publisher = office.browser("phuong")
    assert (await office.browser().fill(PAGE, withdraw, why="Sai")).status == 404
    assert (await publisher.fill(PAGE, withdraw)).status == 400
    assert (await publisher.fill(PAGE, withdraw, why="Mẫu sai")).status == 303
    assert office.desk.app[FORMS].blocks(CODE) == []


async def test_a_proposal_is_dropped_once(office: Office) -> None:
    await send(office.browser(), docx())
    drop = f"/quan-tri/bieu-mau/{forms(office)[0].id}/bo"
    assert (await office.browser().fill(PAGE, drop)).status == 303
    assert (await office.browser().fill(PAGE, drop)).status == 409


async def test_an_unknown_code_is_told_so(office: Office) -> None:
    status, page = await office.browser().get("/quan-tri/bieu-mau/moi?ma=9.999999")
    assert status == 400
    assert "Chưa có thủ tục nào mang mã này" in page


async def test_who_edits_one_commune_or_answers_has_no_such_page(office: Office) -> None:
    for who in ("an", "tam"):
        assert (await office.browser(who).get("/quan-tri/bieu-mau"))[0] == 404


async def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
    assert (await send(office.browser(), docx(), csrf="x")).status == 403
    assert forms(office) == []
