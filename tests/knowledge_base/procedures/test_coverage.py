"""What counts as verified, and the figure our own files reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge_base.procedures.coverage import Part, Standing, coverage, standing_of
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument

WHOLE = {
    "papers": [{"name": "Tờ khai", "certainty": "verified"}],
    "fees": {"items": [{"what": "Lệ phí", "amount": 0, "certainty": "verified"}]},
    "times": [{"amount": 3, "unit": "working_day", "certainty": "verified"}],
    "place": {"text": "Trung tâm", "certainty": "verified"},
    "legal_bases": [{"number": "60/2014/QH13"}],
}

type Make = Callable[..., ProcedureDocument]


def test_all_five_make_a_procedure_complete(make: Make) -> None:
    found = coverage([make(**WHOLE), make("1.000002", level="signpost", **WHOLE)])
    assert (found.total.procedures, found.total.complete, found.signposts) == (1, 1, 1)


@pytest.mark.parametrize(
    ("part", "changed", "standing"),
    [
        (Part.PAPERS, {"papers": []}, Standing.MISSING),
        (Part.PAPERS, {"papers": [*WHOLE["papers"], {"name": "Ảnh"}]}, Standing.UNVERIFIED),
        (Part.FEE, {"fees": {"items": [{"what": "Lệ phí", "certainty": "verified"}]}}, Standing.UNVERIFIED),
        (Part.FEE, {"fees": {}}, Standing.MISSING),
        (Part.TIME, {"times": [{"certainty": "verified"}]}, Standing.UNVERIFIED),
        (Part.PLACE, {"place": {"text": "Trung tâm"}}, Standing.UNVERIFIED),
        (Part.BASIS, {"legal_bases": []}, Standing.MISSING),
    ],
)
def test_one_part_less_and_it_is_not(make: Make, part: Part, changed: dict[str, Any], standing: Standing) -> None:
    one = make(**{**WHOLE, **changed})
    assert standing_of(one)[part] is standing
    assert coverage([one]).total.complete == 0


def test_a_verified_resolution_of_the_city_settles_the_fee(make: Make) -> None:
    one = make(**{**WHOLE, "fees": {"items": [{"what": "Lệ phí"}]}})
    assert coverage([one]).total.complete == 0
    assert coverage([one], {one.code}).total.complete == 1


def test_our_files_reach_the_figures() -> None:
    found = coverage(load_folder())
    assert found.signposts >= 40
    assert sum(row.procedures for row in found.rows) == found.total.procedures
    assert found.total.complete >= 72
