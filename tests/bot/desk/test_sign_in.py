"""Signing in: alike for all who fail, slow for who guesses, a new session every time."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from knowledge_base.staff.models import Staff, StaffSession
from tests.bot.desk.conftest import PASSWORD, Browser, Desk

PAGE = "/can-bo/dang-nhap"


async def test_an_officer_signs_in_and_is_led_to_the_page_wanted(desk: Desk) -> None:
    code = desk.ticket()
    browser = desk.open_browser()
    status, _ = await browser.get(f"/can-bo/phieu/{code}")
    assert status == 303
    async with browser.client.get(f"/can-bo/phieu/{code}") as sent_to:
        assert sent_to.url.path == PAGE
        page = str(sent_to.url.relative())
    response = await browser.fill(page, PAGE, username=" AN ", password=PASSWORD)
    assert (response.status, response.headers["Location"]) == (303, f"/can-bo/phieu/{code}")
    status, text = await browser.get(f"/can-bo/phieu/{code}")
    assert status == 200
    assert "Nguyễn Văn An" in text
    assert "Cán bộ, Phường Trấn Biên" in text
    assert desk.audit() == [("sign_in", "an")]


@pytest.mark.parametrize("wanted", ["https://xau.example", "//xau.example", "/can-bo//xau.example", "/\\xau", "/api/x"])
async def test_nobody_is_led_to_another_site(desk: Desk, wanted: str) -> None:
    response = await desk.open_browser().fill(PAGE, PAGE, username="an", password=PASSWORD, tiep=wanted)
    assert (response.status, response.headers["Location"]) == (303, "/can-bo")


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(desk: Desk) -> None:
    browser = desk.open_browser()
    wrong = await browser.fill(PAGE, PAGE, username="an", password="sai mật khẩu rồi")
    unknown = await browser.fill(PAGE, PAGE, username="la", password="sai mật khẩu rồi")
    assert wrong.status == unknown.status == 403
    assert (await wrong.text()).replace('value="an"', "") == (await unknown.text()).replace('value="la"', "")
    assert "chưa đúng" in await wrong.text()
    assert "sai mật khẩu rồi" not in await wrong.text()
    assert sessions_of(desk) == 0


async def test_the_sixth_wrong_try_must_wait_even_with_the_right_password(desk: Desk) -> None:
    browser = desk.open_browser()
    for _ in range(5):
        assert (await browser.fill(PAGE, PAGE, username="an", password="đoán mò lần nữa")).status == 403
    throttled = await browser.fill(PAGE, PAGE, username="an", password=PASSWORD)
    assert throttled.status == 429
    assert "15 phút" in await throttled.text()
    desk.clock.advance(minutes=16)
    assert (await browser.fill(PAGE, PAGE, username="an", password=PASSWORD)).status == 303


async def test_one_address_cannot_keep_the_hash_busy(desk: Desk) -> None:
    browser = desk.open_browser()
    statuses = [(await browser.post(PAGE, {"username": f"u{n}"})).status for n in range(121)]
    assert set(statuses[:120]) == {403}
    assert statuses[120] == 429


async def test_a_closed_account_cannot_sign_in_and_its_sessions_end(desk: Desk) -> None:
    browser = desk.signed_in("an")
    with desk.database.transaction() as session:
        session.scalars(select(Staff).where(Staff.username == "an")).one().active = False
    assert (await browser.get("/can-bo"))[0] == 303
    assert (await desk.open_browser().fill(PAGE, PAGE, username="an", password=PASSWORD)).status == 403


async def test_signing_in_gives_a_new_session_and_ends_the_old_one(desk: Desk) -> None:
    browser = desk.open_browser()
    plant(browser, desk, "thanthien_desk", "planted-by-somebody")
    await browser.fill(PAGE, PAGE, username="an", password=PASSWORD)
    first = cookie(browser, "thanthien_desk")
    assert first != "planted-by-somebody"
    fields = {"csrf": "same", "username": "an", "password": PASSWORD}
    plant(browser, desk, "thanthien_form", "same")
    assert (await browser.post(PAGE, fields)).status == 303
    assert cookie(browser, "thanthien_desk") != first
    plant(browser, desk, "thanthien_desk", first)
    assert (await browser.get("/can-bo"))[0] == 303
    assert sessions_of(desk) == 1


async def test_cookies_are_out_of_reach_of_scripts(desk: Desk) -> None:
    browser = desk.open_browser()
    async with browser.client.get(PAGE) as page:
        form = page.headers["Set-Cookie"]
    response = await browser.fill(PAGE, PAGE, username="an", password=PASSWORD)
    assert "HttpOnly" in form
    assert "SameSite=Strict" in form
    session = next(value for value in response.headers.getall("Set-Cookie") if value.startswith("thanthien_desk="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


@pytest.mark.parametrize("secure", [True])
async def test_behind_https_cookies_are_bound_to_the_host(desk: Desk) -> None:
    async with desk.open_browser().client.get(PAGE) as page:
        form = page.headers["Set-Cookie"]
        secret = form.split("=", 1)[1].split(";")[0]
    sent = {"csrf": secret, "username": "an", "password": PASSWORD}
    response = await desk.open_browser().post(PAGE, sent, {"Cookie": f"__Host-thanthien_form={secret}"})
    session = next(value for value in response.headers.getall("Set-Cookie") if "thanthien_desk=" in value)
    for cookie_ in (form, session):
        assert cookie_.startswith("__Host-")
        assert "Secure" in cookie_
        assert "Path=/" in cookie_
        assert "Domain" not in cookie_
    assert response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "khác"}, {}),
        ({}, {"Origin": "https://xau.example"}),
        ({}, {"Origin": "null"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
async def test_a_form_of_another_site_signs_nobody_in(
    desk: Desk, fields: dict[str, str], headers: dict[str, str]
) -> None:
    browser = desk.open_browser()
    form = {**await browser.hidden(PAGE), "username": "an", "password": PASSWORD, **fields}
    response = await browser.post(PAGE, form, headers)
    assert response.status == 403
    assert sessions_of(desk) == 0


async def test_browsers_tell_us_that_our_own_forms_are_ours(desk: Desk) -> None:
    browser = desk.open_browser()
    async with browser.client.get(PAGE) as page:
        # With "no-referrer" browsers send "Origin: null" with our own forms, and nobody could sign in.
        assert page.headers["Referrer-Policy"] == "same-origin"
    form = {**await browser.hidden(PAGE), "username": "an", "password": PASSWORD}
    ours = str(desk.server.make_url("/")).rstrip("/")
    assert (await browser.post(PAGE, form, {"Origin": ours, "Sec-Fetch-Site": "same-origin"})).status == 303


async def test_signing_out_ends_the_session_everywhere_it_could_be_copied(desk: Desk) -> None:
    browser = desk.signed_in("an")
    token = cookie(browser, "thanthien_desk")
    response = await browser.fill("/can-bo", "/can-bo/dang-xuat")
    assert response.status == 303
    thief = desk.open_browser()
    plant(thief, desk, "thanthien_desk", token)
    assert (await thief.get("/can-bo"))[0] == 303
    assert desk.audit() == [("sign_out", "an")]


async def test_signing_out_needs_our_own_form(desk: Desk) -> None:
    browser = desk.signed_in("an")
    assert (await browser.post("/can-bo/dang-xuat", {"csrf": "khác"})).status == 403
    assert (await browser.get("/can-bo/dang-xuat"))[0] == 405
    assert (await browser.get("/can-bo"))[0] == 200


async def test_who_is_signed_in_skips_the_form(desk: Desk) -> None:
    async with desk.signed_in("an").client.get(f"{PAGE}?tiep=//xau.example", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/can-bo")


@pytest.mark.parametrize("body", [b"username=%FF%FE&password=%00", b"\xff\xfe=\x00", b"username=a%00n&password=x"])
async def test_broken_forms_get_a_kind_page(desk: Desk, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with desk.open_browser().client.post(PAGE, data=body, headers=headers) as response:
        assert response.status in {400, 403}
        assert "Traceback" not in await response.text()


def sessions_of(desk: Desk) -> int:
    with desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(StaffSession)) or 0


def plant(browser: Browser, desk: Desk, name: str, value: str) -> None:
    browser.client.session.cookie_jar.update_cookies({name: value}, desk.server.make_url("/"))


def cookie(browser: Browser, name: str) -> str:
    return next(held.value for held in browser.client.session.cookie_jar if held.key == name)
