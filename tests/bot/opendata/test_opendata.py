"""The open data: whole, dated, licensed, cheap to ask for again, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from bot.opendata.dataset import COLUMNS, Dataset, csv_portion, safe
from bot.opendata.document import load
from bot.opendata.pages import csv_pieces, json_pieces
from knowledge_base.places.schema import PlacesFile
from knowledge_base.places.service import publish_file
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from knowledge_base.staff.models import Role, Staff
from knowledge_base.switches.service import switch_off, switch_on
from tests.bot.desk.conftest import CODE, Desk, app, clock, desk, document, procedure, secure, texts, units
from tests.knowledge_base.places.conftest import fee, office

__all__ = ["app", "clock", "desk", "procedure", "secure", "texts", "units"]

JSON, CSV = "/du-lieu-mo/thu-tuc.json", "/du-lieu-mo/thu-tuc.csv"


def another(code: str, **fields: Any) -> ProcedureDocument:
    return ProcedureDocument.model_validate({**document().model_dump(), "code": code, **fields})


def publish(desk: Desk, *documents: ProcedureDocument) -> None:
    with desk.database.transaction() as session:
        publish_files(session, documents, desk.clock())


async def fetched(desk: Desk, path: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    async with desk.open_browser().client.get(path, headers=headers) as response:
        return response.status, await response.text("utf-8-sig"), response.headers.copy()


async def lines(desk: Desk) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((await fetched(desk, CSV))[1])))


async def test_everything_in_force_today_is_there_and_nothing_else(desk: Desk) -> None:
    over = another("1.000002", effective_to="2026-11-24")
    prepared = another("1.000003", effective_from="2026-11-26")
    publish(desk, document(), another("1.000001", level="signpost"), over, prepared)
    data = json.loads((await fetched(desk, JSON))[1])
    assert [one["code"] for one in data["procedures"]] == ["1.000001", CODE]
    assert (data["count"], data["day"]) == (2, "2026-11-25")
    assert data["licence"] == "CC BY 4.0, dữ liệu do cơ quan vận hành công bố"
    assert [one["ma"] for one in await lines(desk)] == ["1.000001", CODE]


async def test_each_procedure_tells_source_days_and_certainty(desk: Desk) -> None:
    (one,) = json.loads((await fetched(desk, JSON))[1])["procedures"]
    assert one["sources"] == ["Cổng Dịch vụ công quốc gia"]
    assert (one["last_checked"], one["effective_from"]) == ("2026-11-20", "2025-07-01")
    assert one["standing"] == {
        "papers": "verified",
        "fee": "missing",
        "time": "missing",
        "place": "missing",
        "basis": "missing",
    }
    assert "phrases" not in one
    (line,) = await lines(desk)
    assert set(line) == set(COLUMNS)
    assert (line["ho_so"], line["doi_tuong"]) == ("Tờ khai đăng ký khai sinh (1 bản chính)", "Cha, mẹ (?)")


async def test_offices_and_local_fees_are_part_of_it(desk: Desk) -> None:
    with desk.database.transaction() as session:
        publish_file(
            session, PlacesFile(offices=[office()], fees=[fee(), fee(commune_code="26041", amount=1)]), desk.clock()
        )
    data = json.loads((await fetched(desk, JSON))[1])
    assert [one["address"] for one in data["offices"]] == ["Số 1 đường Thử Nghiệm"]
    assert [one["amount"] for one in data["local_fees"]] == [5000, 1]


async def test_what_is_switched_off_is_left_out(desk: Desk) -> None:
    with desk.database.transaction() as session:
        who = Staff(username="x", display_name="x", password_hash="x", role=Role.PUBLISHER)
        session.add(who)
        session.flush()
        switch = switch_off(session, who, CODE, "Đang rà soát", None, desk.clock())
        session.flush()
    assert json.loads((await fetched(desk, JSON))[1])["procedures"] == []
    with desk.database.transaction() as session:
        switch_on(session, who, switch.id, desk.clock())
    assert len(json.loads((await fetched(desk, JSON))[1])["procedures"]) == 1


@pytest.mark.parametrize("path", [JSON, CSV])
async def test_asking_again_costs_nothing_until_something_changes(desk: Desk, path: str) -> None:
    _, _, headers = await fetched(desk, path)
    status, body, again = await fetched(desk, path, **{"If-None-Match": headers["ETag"]})
    assert (status, body, again["ETag"]) == (304, "", headers["ETag"])
    publish(desk, document(paper="Tờ khai mới"))
    status, body, changed = await fetched(desk, path, **{"If-None-Match": headers["ETag"]})
    assert (status, "Tờ khai mới" in body) == (200, True)
    assert changed["ETag"] != headers["ETag"]
    desk.clock.advance(days=1)
    assert (await fetched(desk, path, **{"If-None-Match": changed["ETag"]}))[0] == 200


async def test_the_two_files_have_tags_of_their_own(desk: Desk) -> None:
    tags = [(await fetched(desk, path))[2]["ETag"] for path in (JSON, CSV)]
    assert len(set(tags)) == 2


@pytest.mark.parametrize("path", [JSON, CSV])
async def test_more_than_one_portion_arrives_whole(desk: Desk, path: str) -> None:
    publish(desk, *(another(f"1.{number:06}") for number in range(120)))
    body = (await fetched(desk, path))[1]
    if path == JSON:
        codes = [one["code"] for one in json.loads(body)["procedures"]]
    else:
        codes = [one["ma"] for one in csv.DictReader(io.StringIO(body))]
    assert codes == [f"1.{number:06}" for number in range(120)]


@pytest.mark.parametrize("pieces", [json_pieces, csv_pieces])
def test_three_thousand_procedures_are_never_in_memory_as_one_text(pieces: Callable[[Dataset], Iterator[str]]) -> None:
    many = [document().model_copy(update={"code": f"1.{number:06}"}) for number in range(3000)]
    sizes = [len(piece) for piece in pieces(Dataset(date(2026, 11, 25), 1, "CC0", many))]
    assert len(sizes) >= 60
    assert max(sizes) < sum(sizes) / 50


async def test_other_sites_may_read_it(desk: Desk) -> None:
    _, _, headers = await fetched(desk, JSON)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Content-Type"] == "application/json; charset=utf-8"


async def test_one_address_cannot_ask_without_end(desk: Desk) -> None:
    statuses = [(await fetched(desk, CSV))[0] for _ in range(31)]
    assert (statuses[0], statuses[-1]) == (200, 429)


async def test_the_pages_name_licence_files_and_figures(desk: Desk) -> None:
    for path in ("/du-lieu-mo", "/du-lieu-mo/"):
        status, page, _ = await fetched(desk, path)
        assert status == 200
        assert "CC BY 4.0" in page
        assert f'href="{JSON}"' in page
    status, page, _ = await fetched(desk, "/du-lieu-mo/do-phu")
    assert status == 200
    assert "Hộ tịch" in page
    assert "<strong>1</strong>thủ tục cấp xã" in page


class TestSpreadsheets:
    """No cell is taken for a formula."""

    @pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1"])
    def test_what_would_be_calculated_is_led_by_an_apostrophe(self, text: str) -> None:
        assert safe(text) == f"'{text}"

    @given(st.text(max_size=40))
    def test_whatever_a_name_is_its_cell_is_text_and_reads_back(self, name: str) -> None:
        if not name.strip() or "\x00" in name:
            return
        one = another(CODE, name=name, official_name=name)
        (row,) = csv.reader(io.StringIO(csv_portion([one], head=False), newline=""))
        assert len(row) == len(COLUMNS)
        assert row[1].lstrip(" ")[:1] not in set("=+-@\t\r\n")
        assert row[1].removeprefix("'") == one.name or row[1] == one.name


class TestDescription:
    """The OpenAPI document is valid and true."""

    def test_it_is_valid(self) -> None:
        validate(load())

    async def test_it_is_served_and_names_the_real_files(self, desk: Desk) -> None:
        assert json.loads((await fetched(desk, "/du-lieu-mo/openapi.json"))[1]) == load()
        assert set(load()["paths"]) == {JSON, CSV}

    async def test_the_real_data_fit_it(self, desk: Desk) -> None:
        data = json.loads((await fetched(desk, JSON))[1])
        schema = {"$ref": "#/components/schemas/DataSet", "components": load()["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)


def test_the_tag_moves_with_the_licence(procedure: ProcedureDocument, desk: Desk) -> None:
    day = desk.clock().date()
    tags = {Dataset(day, 1, licence, [procedure]).etag for licence in ("CC BY 4.0", "CC0")}
    assert len(tags) == 2
