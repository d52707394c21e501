"""The pages of offices and local fees: two persons, every field checked, exported as the data file has it."""

from __future__ import annotations

import pytest
import yaml
from sqlalchemy import select

from knowledge_base.places.models import CommuneOffice
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE, TRAN_BIEN, Browser

PAGE = "/quan-tri/dia-phuong"
FORM = f"{PAGE}/noi-nop/moi"
GIVEN = {
    "commune_code": TRAN_BIEN,
    "address": "Số 1 đường Thử Nghiệm",
    "hours": "Sáng 7 giờ 30 đến 11 giờ 30",
    "phone": "0251 3822 001",
    "source": "Thông báo của phường",
    "certainty": "verified",
    "last_checked": "2026-11-20",
    "effective_from": "01/11/2026",
}
FEE = {
    "procedure_code": CODE,
    "what": "Khai sinh quá hạn",
    "amount": "8.000",
    "resolution": "00/2026/NQ-HĐND",
    "resolution_date": "2026-07-01",
    "source": "Công báo",
    "certainty": "unverified",
    "last_checked": "2026-11-20",
    "effective_from": "2026-11-01",
}


def rows(office: Office) -> list[CommuneOffice]:
    with office.desk.database.reading() as session:
        return list(session.scalars(select(CommuneOffice).order_by(CommuneOffice.id)))


async def proposed(office: Office) -> Browser:
    browser = office.browser("bao")
    response = await browser.fill(FORM, FORM, **GIVEN)
    assert response.status == 303
    return browser


async def test_one_proposes_and_another_approves(office: Office) -> None:
    editor = await proposed(office)
    _, page = await editor.get(PAGE)
    assert "Đang chờ duyệt" in page
    assert "Số 1 đường Thử Nghiệm" in page
    assert "/duyet" not in page
    publisher = office.browser("phuong")
    response = await publisher.fill(PAGE, f"{PAGE}/noi-nop/{rows(office)[0].id}/duyet")
    assert response.status == 303
    assert [(row.state, row.phone) for row in rows(office)] == [("published", "0251 3822 001")]
    assert ("place_approved", TRAN_BIEN) in office.desk.audit()


async def test_who_proposed_does_not_approve(office: Office) -> None:
    publisher = office.browser("phuong")
    await publisher.fill(FORM, FORM, **GIVEN)
    response = await publisher.fill(PAGE, f"{PAGE}/noi-nop/{rows(office)[0].id}/duyet")
    assert response.status == 403
    assert "Người soạn không tự duyệt" in await response.text()
    assert rows(office)[0].state == "proposed"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("address", "", "Chưa có nội dung"),
        ("commune_code", "99999", "Cần chọn một xã, phường"),
        ("phone", "gọi sau nhé", "Cần là số điện thoại"),
        ("last_checked", "31/02/2026", "Cần là một ngày có thật"),
        ("last_checked", "2026-12-31", "Ngày này không thể sau hôm nay"),
        ("effective_to", "2026-10-01", "Ngày cuối còn hiệu lực cần sau"),
        ("source", "", "Chưa có nội dung"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: Office, field: str, value: str, said: str
) -> None:
    response = await office.browser().fill(FORM, FORM, **{**GIVEN, field: value})
    text = await response.text()
    assert response.status == 400
    assert said in text
    assert f'href="#{field}"' in text
    assert "Sáng 7 giờ 30" in text
    assert rows(office) == []


async def test_a_local_fee_is_written_with_its_resolution(office: Office) -> None:
    form = f"{PAGE}/muc-thu/moi"
    editor = office.browser()
    assert (await editor.fill(form, form, **FEE)).status == 303
    _, page = await editor.get(PAGE)
    assert "Khai sinh quá hạn: 8.000 đồng" in page
    assert "Nghị quyết 00/2026/NQ-HĐND ngày 01/07/2026" in page
    assert "Đăng ký khai sinh, Toàn thành phố" in page
    wrong = await editor.fill(form, form, **{**FEE, "amount": "tám nghìn", "procedure_code": "9.999999"})
    assert "Cần là một số" in await wrong.text()


async def test_what_is_published_is_exported_and_can_be_withdrawn_with_a_reason(office: Office) -> None:
    await proposed(office)
    publisher, number = office.browser("phuong"), rows(office)[0].id
    await publisher.fill(PAGE, f"{PAGE}/noi-nop/{number}/duyet")
    _, text = await publisher.get(f"{PAGE}.yaml")
    assert yaml.safe_load(text)["offices"][0]["address"] == "Số 1 đường Thử Nghiệm"
    assert (await publisher.fill(PAGE, f"{PAGE}/noi-nop/{number}/rut")).status == 400
    assert (await publisher.fill(PAGE, f"{PAGE}/noi-nop/{number}/rut", why="Đã chuyển trụ sở")).status == 303
    assert rows(office)[0].state == "retired"


async def test_a_proposal_can_be_dropped_once(office: Office) -> None:
    editor = await proposed(office)
    drop = f"{PAGE}/noi-nop/{rows(office)[0].id}/bo"
    assert (await editor.fill(PAGE, drop)).status == 303
    assert (await editor.fill(PAGE, drop)).status == 409
    assert rows(office)[0].state == "retired"


async def test_a_new_version_starts_from_the_old_one(office: Office) -> None:
    await proposed(office)
    number = rows(office)[0].id
    await office.browser("phuong").fill(PAGE, f"{PAGE}/noi-nop/{number}/duyet")
    _, page = await office.browser().get(f"{FORM}?tu={number}")
    assert "Số 1 đường Thử Nghiệm" in page
    assert 'value="2026-11-25"' in page


async def test_an_officer_finds_no_such_page(office: Office) -> None:
    assert (await office.browser("an").get(PAGE))[0] == 404


async def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
    response = await office.browser().post(FORM, {**GIVEN, "csrf": "x"})
    assert response.status == 403
    assert rows(office) == []
