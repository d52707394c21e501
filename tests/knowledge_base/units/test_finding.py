"""The unit of today is found from what citizens write, old names and slips included."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.errors import DataFileError
from knowledge_base.units.service import UnitKind, Units

UNITS = Units.load()


def found(text: str) -> list[str]:
    return [match.unit.name for match in UNITS.find(text)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # today's names, however they are written
        ("Phường Trấn Biên", "Phường Trấn Biên"),
        ("tran bien", "Phường Trấn Biên"),
        ("p.tran bien", "Phường Trấn Biên"),
        ("P. TRẤN BIÊN!", "Phường Trấn Biên"),
        ("Biên Hòa", "Phường Biên Hoà"),
        ("biên hoà", "Phường Biên Hoà"),
        ("Đắk Ơ", "Xã Đăk Ơ"),
        ("em ở trảng bom ạ", "Phường Trảng Bom"),
        ("nhà tôi gần chợ Long Khánh", "Phường Long Khánh"),
        ("Bình Phước", "Phường Bình Phước"),
        # units of 2025 that became wards
        ("xã Long Thành", "Phường Long Thành"),
        ("xã Nhơn Trạch", "Phường Nhơn Trạch"),
        # former names
        ("thị trấn Long Thành", "Phường Long Thành"),
        ("xã Hố Nai 3", "Phường Hố Nai"),
        ("ho nai 3", "Phường Hố Nai"),
        ("Lộ 25", "Phường Dầu Giây"),
        ("xã Bàu Hàm 2", "Phường Dầu Giây"),
        ("phường Hóa An", "Phường Biên Hoà"),
        ("hoá an", "Phường Biên Hoà"),
        # a former district decides
        ("xã Bình Sơn huyện Long Thành", "Phường Long Thành"),
        ("Bình Sơn, huyện Phú Riềng", "Phường Phước Bình"),
        ("Bình Minh, huyện Bù Đăng", "Xã Bom Bo"),
        ("phường Tam Hiệp, tp Biên Hòa", "Phường Tam Hiệp"),
        ("Tam Hiệp Biên Hòa", "Phường Tam Hiệp"),
        ("phường Long Phước, thị xã Phước Long", "Phường Phước Bình"),
        ("phường Long Bình, thành phố Biên Hòa, tỉnh Đồng Nai", "Phường Long Bình"),
        # diacritics decide where they are written
        ("Thạnh Phú", "Phường Tân Triều"),
        ("Thanh Phú", "Phường An Lộc"),
        # a unit of today rather than its namesake of the past
        ("xã Bình Minh", "Xã Bình Minh"),
        ("Tân Phú", "Phường Tân Phú"),
        # slips of the finger
        ("trảng bôm", "Phường Trảng Bom"),
        ("Tranf Bom", "Phường Trảng Bom"),
        ("Long Thanhf", "Phường Long Thành"),
    ],
)
def test_one_unit_is_meant(text: str, unit: str) -> None:
    assert found(text) == [unit]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Bình Sơn", {"Phường Long Thành", "Phường Phước Bình"}),
        ("Tân Hiệp", {"Phường Tam Hiệp", "Phường Tân Khai", "Xã Phước Thái"}),
        ("thanh phu", {"Phường An Lộc", "Phường Tân Triều"}),
        ("xã Bình Minh cũ", {"Xã Bom Bo", "Xã Bình Minh"}),
        ("phường An Lộc, thị xã Bình Long", {"Phường An Lộc", "Phường Bình Long"}),
        ("trước là xã Bình Minh", {"Xã Bom Bo", "Xã Bình Minh"}),
    ],
)
def test_an_ambiguous_name_is_asked_back(text: str, units: set[str]) -> None:
    assert set(found(text)) == units


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tp Biên Hòa", "Phường Biên Hoà"),
        ("thành phố Biên Hòa cũ", "Phường Biên Hoà"),
        ("huyện Nhơn Trạch", "Phường Nhơn Trạch"),
        ("tp đồng xoài", "Phường Đồng Xoài"),
    ],
)
def test_a_former_district_is_several_units_its_namesake_first(text: str, first: str) -> None:
    units = found(text)
    assert units[0] == first
    assert 2 <= len(units) <= 3


@pytest.mark.parametrize("text", ["", "An", "Hà Nội", "Quận 1", "asdfgh", "tỉnh Bình Phước", "tp Đồng Nai", "😀"])
def test_what_is_no_commune_of_ours_is_not_guessed(text: str) -> None:
    assert found(text) == []


def test_every_unit_is_found_by_its_own_name() -> None:
    assert [unit.name for unit in UNITS.all() if unit.name not in found(unit.name)] == []


def test_every_former_unit_leads_to_the_one_it_went_into() -> None:
    lost = [
        (old.name, old.district)
        for unit in UNITS.all()
        for old in unit.former
        if unit.name not in [match.unit.name for match in UNITS.find(f"{old.name}, {old.district}", limit=9)]
    ]
    assert lost == []


def test_there_are_95_units_33_wards_and_62_communes() -> None:
    kinds = [unit.kind for unit in UNITS.all()]
    assert (kinds.count(UnitKind.WARD), kinds.count(UnitKind.COMMUNE)) == (33, 62)
    assert len({unit.code for unit in UNITS.all()}) == len({unit.name for unit in UNITS.all()}) == 95


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {code: '1', name: Xã A, kind: village}", "0.kind: Input should be 'ward' or 'commune'"),
        ("- {code: '1', kind: ward}", "0.name: Field required"),
        ("- {code: '1', name: Xã A, kind: ward, former: [{district: Huyện B}]}", "0.former.0.name: Field required"),
        ("- [", "while parsing"),
    ],
)
def test_a_wrong_file_is_named_with_field_and_reason(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "communes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        Units.load(path)
    assert str(caught.value).startswith(f"communes.yaml: {problem}")
