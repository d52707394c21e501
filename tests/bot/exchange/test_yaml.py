"""YAML out and in: the same procedures, and no file that grows when it is read."""

from __future__ import annotations

from datetime import date

import pytest

from bot.exchange.workbook_in import UnsafeFileError
from bot.exchange.yaml_files import read_yaml, yaml_of
from bot.texts import Texts
from knowledge_base.procedures.loader import load_folder

TEXTS = Texts.load()
TODAY = date(2026, 11, 24)
OURS = load_folder()
CODES = {document.code for document in OURS}


def test_all_our_procedures_come_back_as_they_went() -> None:
    found = read_yaml(yaml_of(OURS), TEXTS, TODAY, CODES)
    assert found.mistakes == []
    assert found.documents == OURS


def test_a_file_of_the_data_folder_can_be_sent_as_it_is() -> None:
    text = yaml_of(OURS[:1])
    assert read_yaml(b"- " + text.replace(b"\n", b"\n  ").rstrip(), TEXTS, TODAY, CODES).documents == OURS[:1]


def test_every_mistake_of_every_procedure_is_named() -> None:
    text = yaml_of(OURS[:2]).decode().replace("last_checked: '2026", "last_checked: '2226").replace("field: ", "feld: ")
    words = [(item.sheet, item.words) for item in read_yaml(text.encode(), TEXTS, TODAY, CODES).mistakes]
    assert any(OURS[0].code in sheet and "Lĩnh vực" in line for sheet, line in words)
    assert any(OURS[1].code in sheet and "Lĩnh vực" in line for sheet, line in words)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "exchange.empty"),
        (b"\xff\xfe\x00", "exchange.unreadable"),
        (b"a: [b", "exchange.unreadable"),
        (b"!!python/object/apply:os.system ['x']", "exchange.unreadable"),
        (b"a: &x [1]\nb: *x", "exchange.references"),
        (b"[" * 50 + b"]" * 50, "exchange.references"),
        (b"{a: " * 50 + b"1" + b"}" * 50, "exchange.references"),
    ],
    ids=["empty", "bytes", "broken", "python", "alias", "deep", "deep-mapping"],
)
def test_a_file_made_to_do_harm_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(UnsafeFileError) as caught:
        read_yaml(data, TEXTS, TODAY, CODES)
    assert caught.value.key == key


@pytest.mark.parametrize("data", [b"chi co chu", b"- 1\n- hai"])
def test_what_is_no_procedure_is_named(data: bytes) -> None:
    assert "nhóm trường" in read_yaml(data, TEXTS, TODAY, CODES).mistakes[0].words
