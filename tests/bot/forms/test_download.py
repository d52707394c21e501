"""The public file: saved and never shown, kept by its hash, gone when taken back, followed when replaced."""

from __future__ import annotations

from tests.bot.admin.conftest import Office, office
from tests.bot.admin.test_forms import PAGE, publish
from tests.bot.desk.conftest import app, clock, desk, procedure, secure, texts, units
from tests.knowledge_base.forms.files import docx

__all__ = ["app", "clock", "desk", "office", "procedure", "secure", "texts", "units"]

NAME = "to-khai-dang-ky-khai-sinh.docx"


async def test_the_file_with_the_right_headers(office: Office) -> None:
    data = docx()
    number = await publish(office, data)
    async with office.desk.open_browser().client.get(f"/bieu-mau/{number}/{NAME}") as response:
        assert (response.status, await response.read()) == (200, data)
        headers = response.headers
    assert headers["Content-Type"].startswith("application/vnd.openxmlformats-officedocument.wordprocessingml")
    assert headers["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "public, no-cache"
    async with office.desk.open_browser().client.get(
        f"/bieu-mau/{number}/{NAME}", headers={"If-None-Match": headers["ETag"]}
    ) as again:
        assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", headers["ETag"])


async def test_an_old_address_leads_to_the_new_file(office: Office) -> None:
    first = await publish(office)
    second = await publish(office, docx("MỚI"))
    async with office.desk.open_browser().client.get(f"/bieu-mau/{first}/{NAME}", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, f"/bieu-mau/{second}/{NAME}")
        assert response.headers["Cache-Control"] == "no-store"


async def test_what_was_taken_back_or_never_was_is_told_kindly(office: Office) -> None:
    number = await publish(office)
    await office.browser("phuong").fill(PAGE, f"/quan-tri/bieu-mau/{number}/rut", why="Sai")
    for form in (number, 999_999):
        status, page = await office.desk.open_browser().get(f"/bieu-mau/{form}/{NAME}")
        assert status == 404
        assert "không còn được cung cấp" in page


async def test_one_address_does_not_fetch_without_end(office: Office) -> None:
    browser = office.desk.open_browser()
    answers = [(await browser.get("/bieu-mau/1/x"))[0] for _ in range(121)]
    assert answers[-2:] == [404, 429]
