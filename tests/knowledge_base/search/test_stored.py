"""What was learned is learned once an installation; a damaged file costs time, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.search.base import Base
from knowledge_base.search.core import Core
from knowledge_base.search.index import SearchIndex
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import Taught
from tests.knowledge_base.search.conftest import Documents


class Learner:
    """Learns a small matrix, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        self.times += 1
        return np.full((2, 3), 7.0, dtype=np.float32)


def test_the_second_process_does_not_learn(tmp_path: Path) -> None:
    learn = Learner()
    for _ in range(2):
        assert Stored.under(tmp_path).get("a", learn, (2, 3)).tolist() == [[7.0] * 3] * 2
    assert learn.times == 1


def test_damaged_or_foreign_content_is_learned_again(tmp_path: Path) -> None:
    learn, stored = Learner(), Stored(tmp_path)
    stored.get("a", learn, (2, 3))
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-5])
    stored.get("a", learn, (2, 3))
    np.save(tmp_path / "a.npy", np.zeros((9, 9), dtype=np.float32))
    assert stored.get("a", learn, (2, 3)).shape == (2, 3)
    assert learn.times == 3


def test_only_a_few_files_are_kept(tmp_path: Path) -> None:
    for name in "abcdefgh":
        Stored(tmp_path).get(name, Learner(), (2, 3))
    assert len(list(tmp_path.iterdir())) == 4


def test_where_nothing_can_be_written_it_is_learned_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert Stored(tmp_path / "file").get("a", Learner(), (2, 3)).shape == (2, 3)


def test_an_index_from_disk_answers_as_the_one_learned(
    tmp_path: Path, documents: Documents, index: SearchIndex, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    Base(documents, base.taught, Stored(tmp_path))
    monkeypatch.setattr(Core, "_learn", None)  # would fail if it were called
    again = SearchIndex(Base(documents, base.taught, Stored(tmp_path)))
    assert again.search("khai sinh cho con") == index.search("khai sinh cho con")


def test_what_is_taught_decides_which_file_is_used(tmp_path: Path, documents: Documents, base: Base) -> None:
    Base(documents, base.taught, Stored(tmp_path))
    Base(documents, base.taught, Stored(tmp_path))
    assert len(list(tmp_path.iterdir())) == 1
    more = {**base.taught.phrases, "1.001193": ["làm giấy cho em bé"]}
    Base(documents, Taught(more), Stored(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2
