"""What is learned together is the exact solution of the regression, its targets giving way."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge_base.search.concepts import Concepts
from knowledge_base.search.core import CALM, ROUNDS, Core
from knowledge_base.search.lexicon import Lexicon
from knowledge_base.search.pieces import Pieces

NOTHING_GONE = np.empty(0, dtype=np.int64)
TAUGHT = {"a": ["khai sinh cho con", "giấy khai sinh"], "b": ["đăng ký tạm trú"]}


@pytest.mark.parametrize("elsewhere", [["visa"], ["visa", "lái xe"]], ids=["even", "odd"])
def test_it_says_what_the_dense_equations_say(elsewhere: list[str]) -> None:
    pieces = Pieces(Concepts({}))
    core = Core(TAUGHT, Lexicon({}, ["cần gì"], elsewhere), pieces)
    rows = core.texts.rows.toarray().astype(np.float64)
    belongs = np.zeros((len(rows), 3))
    belongs[[0, 1], 0] = belongs[2, 1] = belongs[3 : 3 + len(elsewhere), 2] = 1.0
    alike, targets = rows @ rows.T, belongs
    for _ in range(ROUNDS):
        found = alike @ np.linalg.solve(alike + CALM * np.eye(len(rows)), targets)
        targets = np.where(belongs > 0, np.maximum(found, 1.0), np.minimum(found, 0.0))
    solved = np.linalg.solve(alike + CALM * np.eye(len(rows)), targets)
    words = ["khai", "sinh", "tạm", "trú"]
    likeness = core.likeness(core.scale.question(words, pieces.read(words)), NOTHING_GONE)
    _, learned = core.compare(likeness)
    assert learned == pytest.approx(likeness @ solved, abs=1e-5)


def test_what_is_gone_is_no_longer_near() -> None:
    pieces = Pieces(Concepts({}))
    core = Core(TAUGHT, Lexicon({}, [], ["visa"]), pieces)
    words = ["tạm", "trú"]
    asked = core.scale.question(words, pieces.read(words))
    nearest, _ = core.compare(core.likeness(asked, np.array([core.rows["b"]["đăng ký tạm trú"]])))
    assert core.compare(core.likeness(asked, NOTHING_GONE))[0][1] > 0.3
    assert nearest[1] == 0.0
