"""The real declarations: whole, for published procedures, and naming no form number that the record does not verify."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge_base.drafts.loader import FOLDER, load_drafts
from knowledge_base.drafts.paper import DOTS, Rows, fill
from knowledge_base.drafts.schema import Draft, Kind
from knowledge_base.drafts.values import check
from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import FOLDER as PROCEDURES
from knowledge_base.procedures.loader import load_file
from knowledge_base.vocabulary import Certainty

DRAFTS = load_drafts()
TODAY = date(2026, 11, 25)
SAMPLES = {
    Kind.DATE: "05/03/2026",
    Kind.BIRTH: "1950",
    Kind.YEAR: "1990",
    Kind.TIME: "14:30",
    Kind.COUNT: "2",
    Kind.ID: "075095001234",
    Kind.PHONE: "0912345678",
    Kind.EMAIL: "lan@vidu.vn",
}


def filled(draft: Draft) -> dict[str, str]:
    """Something fitting in every field."""
    return {
        key: blank.options[0] if blank.options else SAMPLES.get(blank.kind, f"Điều {chr(97 + number % 26)}")
        for number, (key, blank) in enumerate(draft.fields().items())
    }


def test_birth_death_marriage_status_and_residence_are_there() -> None:
    assert set(DRAFTS) >= {"1.001193", "1.000656", "1.004873", "1.004222", "1.004194"}


@pytest.mark.parametrize("code", DRAFTS)
def test_whatever_is_filled_in_stands_on_the_paper(code: str) -> None:
    values = filled(DRAFTS[code])
    checked = check(DRAFTS[code], values, TODAY)
    assert checked.problems == {}
    paper = fill(DRAFTS[code], checked.values)
    text = "\n".join(str(part) for part in paper.parts) + str(paper.signers)
    assert [value for value in checked.values.values() if value not in text] == []
    assert DOTS not in text


@pytest.mark.parametrize("code", DRAFTS)
def test_what_is_left_empty_stays_to_be_written_by_hand(code: str) -> None:
    paper = fill(DRAFTS[code], {})
    assert all(isinstance(part, Rows) or "{" not in part for part in paper.parts)
    assert any(DOTS in part for part in paper.parts if isinstance(part, str))


@pytest.mark.parametrize("code", DRAFTS)
def test_a_form_number_is_one_the_record_verifies(code: str) -> None:
    form = DRAFTS[code].form
    document = load_file(PROCEDURES / f"{code}.yaml")
    sure = [paper.name for paper in document.papers if paper.certainty is Certainty.VERIFIED]
    assert form is None or any(form in name for name in sure)


def test_a_death_does_not_precede_the_birth() -> None:
    draft = DRAFTS["1.000656"]
    values = filled(draft) | {"born": "05/03/1990", "died": "04/03/1990"}
    assert check(draft, values, TODAY).problems["died"].reason == "order"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"layout": ["{nobody}", "b", "c"]}, "no field has the key nobody"),
        ({"layout": ["a", "b", "c"]}, "asked but not on the paper"),
        ({"colour": "red"}, "colour"),
        ({"procedures": ["x"]}, "procedures.0"),
    ],
)
def test_a_bad_file_names_itself(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    raw = yaml.safe_load((FOLDER / "khai_tu.yaml").read_text(encoding="utf-8"))
    (tmp_path / "khai_tu.yaml").write_text(yaml.safe_dump(raw | change, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"khai_tu\.yaml: .*{reason}"):
        load_drafts(tmp_path)


def test_a_procedure_has_one_declaration(tmp_path: Path) -> None:
    text = (FOLDER / "khai_tu.yaml").read_text(encoding="utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"b\.yaml: procedures: 1\.000656 already"):
        load_drafts(tmp_path)


def test_a_file_that_is_no_yaml_names_itself(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(DataFileError, match="not readable as YAML"):
        load_drafts(tmp_path)
