"""Who edits one commune: its facts and its words, approved by a colleague of the commune or of the city."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.texts import Texts
from tests.bot.admin.conftest import Office
from tests.bot.admin.test_places import FEE, FORM, GIVEN, PAGE, rows
from tests.bot.desk.conftest import CODE, LONG_THANH, TRAN_BIEN, Browser

TEXT = "/quan-tri/cau-chu/answer.about"
WORDS = "Dạ, phường xin trả lời về {name}:"


@pytest.fixture(autouse=True)
def _delivered(texts: Texts) -> Iterator[None]:
    """Other tests read the delivered words."""
    yield
    texts.overlay({})


async def words(browser: Browser, page: str, step: str, **fields: str) -> int:
    return (await browser.fill(page, f"{TEXT}/{step}", **fields)).status


async def test_their_work_begins_at_their_places_and_shows_only_their_pages(office: Office) -> None:
    browser = office.browser("tam")
    async with browser.client.get("/can-bo", allow_redirects=False) as response:
        assert response.headers["Location"] == PAGE
    status, page = await browser.get(PAGE)
    assert status == 200
    assert "Biên tập viên, Phường Trấn Biên" in page
    assert {tab for tab in ("Thủ tục", "Câu chữ", "Địa phương", "Tạm dừng", "Nhật ký") if f">{tab}</a>" in page} == {
        "Câu chữ",
        "Địa phương",
    }


async def test_the_form_knows_only_their_commune(office: Office) -> None:
    browser = office.browser("tam")
    _, page = await browser.get(FORM)
    assert f'value="{TRAN_BIEN}"' in page
    assert f'value="{LONG_THANH}"' not in page
    other = await browser.fill(FORM, FORM, **{**GIVEN, "commune_code": LONG_THANH})
    assert other.status == 400
    assert "Anh/chị chỉ ghi được nội dung của xã, phường mình" in await other.text()
    city = await browser.fill(f"{PAGE}/muc-thu/moi", f"{PAGE}/muc-thu/moi", **FEE)
    assert city.status == 400


@pytest.mark.parametrize("second", ["thu", "phuong"])
async def test_a_second_person_of_the_commune_or_the_city_approves(office: Office, second: str) -> None:
    assert (await office.browser("tam").fill(FORM, FORM, **GIVEN)).status == 303
    step = f"{PAGE}/noi-nop/{rows(office)[0].id}/duyet"
    assert (await office.browser("tam").fill(PAGE, step)).status == 403
    assert (await office.browser("lien").fill(PAGE, step)).status == 404
    assert (await office.browser(second).fill(PAGE, step)).status == 303
    assert rows(office)[0].state == "published"


async def test_a_note_about_a_procedure_is_written_for_one_commune(office: Office) -> None:
    form = f"{PAGE}/luu-y/moi"
    kept = {name: value for name, value in GIVEN.items() if name not in {"address", "hours", "phone"}}
    note = {**kept, "procedure_code": CODE, "text": "Thứ Bảy chỉ nhận hồ sơ khai sinh."}
    assert (await office.browser("tam").fill(form, form, **note)).status == 303
    _, page = await office.browser("thu").get(PAGE)
    assert "Đăng ký khai sinh, Phường Trấn Biên" in page
    assert "Thứ Bảy chỉ nhận hồ sơ khai sinh." in page


async def test_the_commune_s_words_are_said_there_and_the_city_s_elsewhere(office: Office, texts: Texts) -> None:
    editor = office.browser("tam")
    assert await words(editor, TEXT, "de-nghi", text=WORDS) == 303
    assert await words(editor, TEXT, "duyet") == 403
    assert await words(office.browser("thu"), TEXT, "duyet") == 303
    assert texts.at(TRAN_BIEN).say("answer.about", name="khai sinh") == "Dạ, phường xin trả lời về khai sinh:"
    assert texts.at(LONG_THANH).say("answer.about", name="x") == texts.say("answer.about", name="x")
    assert "phường" not in texts.say("answer.about", name="x")
    _, page = await office.browser("bao").get(TEXT)
    assert f"{TEXT}?noi={TRAN_BIEN}" in page  # the city's editor sees who says it otherwise


async def test_the_city_words_a_phrase_for_one_commune(office: Office, texts: Texts) -> None:
    page = f"{TEXT}?noi={TRAN_BIEN}"
    assert await words(office.browser("bao"), page, "de-nghi", text=WORDS) == 303
    assert await words(office.browser("tam"), page, "duyet") == 303
    assert texts.at(TRAN_BIEN).say("answer.about", name="x") == "Dạ, phường xin trả lời về x:"


@pytest.mark.parametrize("place", [LONG_THANH, "99999"])
async def test_another_commune_s_words_do_not_exist(office: Office, place: str) -> None:
    browser = office.browser("tam")
    assert (await browser.get(f"{TEXT}?noi={place}"))[0] == 404
    assert (await browser.get(f"/quan-tri/cau-chu?noi={place}"))[0] == 404
    response = await browser.fill(TEXT, f"{TEXT}/de-nghi", text=WORDS, noi=place)
    assert response.status == 404


async def test_words_are_read_filled_in_before_they_are_proposed(office: Office) -> None:
    browser = office.browser("tam")
    response = await browser.fill(TEXT, f"{TEXT}/de-nghi", text=WORDS, preview="1")
    assert "Dạ, phường xin trả lời về đăng ký khai sinh:" in await response.text()
    wrong = await browser.fill(TEXT, f"{TEXT}/de-nghi", text="Dạ, thưa {ten}", preview="1")
    assert wrong.status == 400
    assert "giữ nguyên các chỗ điền: {name}" in await wrong.text()
    assert "text_proposed" not in {action for action, _ in office.desk.audit()}
