"""A wrong procedure file is refused by one error that names file, field and reason."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import FOLDER, load_file, load_folder

GOOD = """
code: '1.000001'
name: Đăng ký thử
official_name: Thủ tục đăng ký thử
field: ho_tich
papers:
- name: Tờ khai
  originals: 1
  certainty: verified
fees:
  items:
  - what: Lệ phí
    amount: 8000
    certainty: verified
times:
- amount: 3
  unit: working_day
  certainty: verified
sources: [Cổng Dịch vụ công quốc gia]
last_checked: 2026-07-18
effective_from: 2026-01-01
"""


def written(folder: Path, text: str, name: str = "1.000001") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    document = load_file(written(tmp_path, GOOD))
    assert (document.code, document.papers[0].originals, document.fees.items[0].amount) == ("1.000001", 1, 8000)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: Đăng ký thử\n", "", "name: Field required"),
        ("name: Đăng ký thử\n", "name: '  '\n", "name: String should have at least 1 character"),
        ("code: '1.000001'", "code: 1.000001", "code: Input should be a valid string"),
        ("code: '1.000001'", "code: 1-1", "code: String should match pattern"),
        ("code: '1.000001'", "code: '1.000002'", "code: is 1.000002, but the file is named 1.000001"),
        ("originals: 1", "originals: -1", "papers.0.originals: Input should be greater than or equal to 0"),
        ("originals: 1", "originals: một", "papers.0.originals: Input should be a valid integer"),
        ("originals: 1", "original: 1", "papers.0.original: Extra inputs are not permitted"),
        ("amount: 8000", "amount: 8.000đ", "fees.items.0.amount: Input should be a valid integer"),
        ("amount: 8000", "amount: -8000", "fees.items.0.amount: Input should be greater than or equal to 0"),
        ("unit: working_day", "", "times.0: Value error, a duration with an amount needs a unit"),
        ("unit: working_day", "unit: ngày", "times.0.unit: Input should be 'working_day'"),
        ("amount: 3", "amount: 0", "times.0.amount: Input should be greater than 0"),
        ("certainty: verified\nfees", "certainty: sure\nfees", "papers.0.certainty: Input should be 'verified'"),
        ("sources: [Cổng Dịch vụ công quốc gia]", "sources: []", "sources: List should have at least 1 item"),
        ("last_checked: 2026-07-18", "last_checked: hôm qua", "last_checked: Input should be a valid date"),
        ("last_checked: 2026-07-18", "last_checked: 2026-02-30", "not readable as YAML: day"),
        (
            "effective_from: 2026-01-01",
            "effective_from: 2026-01-01\neffective_to: 2025-12-31",
            "(whole file): Value error, effective_to lies before effective_from",
        ),
        ("code:", "- code:", "not readable as YAML: "),
        ("field: ho_tich", "field: [ho_tich", "not readable as YAML: "),
    ],
)
def test_the_problem_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(DataFileError) as caught:
        load_file(written(tmp_path, GOOD.replace(old, new, 1)))
    assert str(caught.value).startswith(f"1.000001.yaml: {problem}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "found"), [("", "NoneType"), ("- a\n- b", "list"), ("chỉ có chữ", "str")])
def test_a_procedure_is_a_mapping(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(DataFileError, match=rf"^1\.000001\.yaml: a procedure is a mapping of fields, found {found}$"):
        load_file(written(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "1.000001.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(DataFileError, match=r"^1\.000001\.yaml: not readable as YAML: "):
        load_file(path)


def test_every_problem_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("amount: 3", "amount: 0").replace("field: ho_tich\n", ""), "1.000002")
    written(tmp_path, "[", "1.000003")
    with pytest.raises(DataFileError) as caught:
        load_folder(tmp_path)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[:2] for line in lines[:2]] == [
        ["1.000002.yaml", "field"],
        ["1.000002.yaml", "times.0.amount"],
    ]
    assert lines[2].startswith("1.000003.yaml: not readable as YAML")


def test_an_empty_folder_is_a_problem_too(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no procedure files"):
        load_folder(tmp_path)


def test_texts_are_stored_composed(tmp_path: Path) -> None:
    document = load_file(written(tmp_path, unicodedata.normalize("NFD", GOOD)))
    assert document.name == "Đăng ký thử"


def test_our_own_files_hold_together() -> None:
    documents = load_folder()
    codes = {document.code for document in documents}
    fields = yaml.safe_load((FOLDER.parent / "fields.yaml").read_text(encoding="utf-8"))
    assert len(documents) >= 25
    assert [(one.code, other) for one in documents for other in one.related if other not in codes] == []
    assert {one.field for one in documents} <= set(fields)
    names = [one.name for one in documents]
    assert sorted({name for name in names if names.count(name) > 1}) == []
