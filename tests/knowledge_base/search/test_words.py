"""Slips are mended where the neighbours agree; different words for one thing meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.errors import DataFileError
from knowledge_base.procedures.loader import FOLDER
from knowledge_base.search.concepts import Concepts
from knowledge_base.search.lexicon import load_lexicon
from knowledge_base.search.phrases import load_phrases
from knowledge_base.search.spelling import Spelling
from knowledge_base.search.weights import load_weights


@pytest.fixture
def spelling() -> Spelling:
    """Knows three phrases."""
    return Spelling(text.split() for text in ["đăng ký khai sinh cho con", "giấy xác nhận độc thân", "gia hạn tạm trú"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đăng ký khia sinh", "đăng ký khai sinh"),
        ("đăngký khai sinh", "dang ky khai sinh"),
        ("d9ang ky1 khai sinh", "dang ky khai sinh"),
        ("gia han tajm trus", "gia han tam tru"),
        ("lam giayxacnhan", "lam giay xac nhan"),
        ("hoa khai", "hoa khai"),
        ("covid khai sinh", "covid khai sinh"),
    ],
)
def test_mends_slips_of_the_keyboard(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mend(typed.split()) == meant.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ba má tôi cưới nhau", ["ket_hon", "me"]),
        ("ba ma toi cuoi nhau", ["ket_hon", "me"]),
        ("bà mà cười", []),
    ],
)
def test_concepts_respect_diacritics_where_typed(text: str, found: list[str]) -> None:
    assert Concepts({"ket_hon": ["cưới"], "me": ["má", "mẹ"]}).of(text.split()) == found


def test_phrases_belong_to_procedures_and_each_stands_once() -> None:
    phrases = load_phrases()
    assert set(phrases) == {path.stem for path in FOLDER.glob("*.yaml")}
    for code, lines in phrases.items():
        assert len(lines) == len({line.lower() for line in lines}), code


def test_a_broken_list_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "concepts.yaml").write_text("a: [b", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"concepts\.yaml"):
        load_lexicon(tmp_path)
    (tmp_path / "x.yaml").write_text("'12': [a]", encoding="utf-8")
    with pytest.raises(DataFileError):
        load_phrases(tmp_path)
    (tmp_path / "weights.yaml").write_text("procedure: {near: 1}", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"weights\.yaml"):
        load_weights(tmp_path / "weights.yaml")
