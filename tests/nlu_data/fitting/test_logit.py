"""The fit finds the weights that sentences were made with, and lets the language model speak for signposts."""

from __future__ import annotations

import numpy as np
import pytest

from nlu_data.fitting.logit import Cases, chances, fit

OPINION = 1  # its place among what is known of elsewhere
TRUE = np.array([3.0, -1.0, 0.5, 1.0])


@pytest.fixture(scope="module")
def cases() -> Cases:
    """Two thousand sentences with three candidates, the first of them a signpost."""
    chance = np.random.default_rng(4)
    many = 2000
    about, opinions = chance.normal(size=(many, 3, 2)), chance.normal(size=many)
    elsewhere = np.stack([np.ones(many), opinions], axis=1)
    signposts = np.tile([True, False, False], (many, 1))
    blank = Cases(about, signposts, elsewhere, opinions, np.zeros((many, 4), dtype=bool), np.ones(many))
    drawn = (chances(blank, TRUE, OPINION).cumsum(axis=1) > chance.random((many, 1))).argmax(axis=1)
    blank.right[np.arange(many), drawn] = True
    return blank


def test_chances_add_up(cases: Cases) -> None:
    assert chances(cases, TRUE, OPINION).sum(axis=1) == pytest.approx(1)


def test_the_weights_are_found_again(cases: Cases) -> None:
    assert fit(cases, OPINION) == pytest.approx(TRUE, abs=0.35)


def test_a_sentence_whose_right_one_was_not_found_changes_nothing(cases: Cases) -> None:
    lost = cases.some(np.arange(len(cases.right)) < 300)
    right = lost.right.copy()
    right[:5] = False
    with_lost = Cases(lost.about, lost.signposts, lost.elsewhere, lost.opinions, right, lost.weights)
    without = with_lost.some(np.arange(300) >= 5)
    assert fit(with_lost, OPINION) == pytest.approx(fit(without, OPINION), abs=1e-3)
