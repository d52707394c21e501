"""One conditional logit: chances of each procedure found, and of none of ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CALM = 0.3  # how much a weight is drawn towards nothing


@dataclass(frozen=True)
class Cases:
    """``about``: evidence for each candidate of each sentence. ``elsewhere``: for business of others.

    What the language model's opinion counts for business of others, it counts for ``signposts`` too.
    ``right``: which candidates are; the last one is "elsewhere". ``weights``: how much each sentence counts.
    """

    about: Numbers
    signposts: Flags
    elsewhere: Numbers
    opinions: Numbers
    right: Flags
    weights: Numbers

    def some(self, chosen: Flags) -> Cases:
        """Only some sentences."""
        return Cases(
            self.about[chosen],
            self.signposts[chosen],
            self.elsewhere[chosen],
            self.opinions[chosen],
            self.right[chosen],
            self.weights[chosen],
        )


def chances(cases: Cases, weights: Numbers, opinion_at: int) -> Numbers:
    """A row a sentence, summing to one; the last column is "elsewhere"."""
    odds = _odds(cases, weights, opinion_at)
    odds -= odds.max(axis=1, keepdims=True)
    shares: Numbers = np.exp(odds)
    return shares / shares.sum(axis=1, keepdims=True)


def fit(cases: Cases, opinion_at: int) -> Numbers:
    """Maximum likelihood, drawn a little towards nothing. ``opinion_at``: its place in ``Cases.elsewhere``."""
    cases = cases.some(cases.right.any(axis=1))  # where the right one was not found at all, no weight helps
    many = cases.about.shape[2] + cases.elsewhere.shape[1]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        shares = chances(cases, weights, opinion_at)
        hit = (shares * cases.right).sum(axis=1)
        value = -(cases.weights * np.log(hit + 1e-12)).sum() + CALM * (weights**2).sum()
        wrong = (shares - shares * cases.right / (hit[:, None] + 1e-12)) * cases.weights[:, None]
        about = np.einsum("nc,nck->k", wrong[:, :-1], cases.about)
        elsewhere = wrong[:, -1] @ cases.elsewhere
        elsewhere[opinion_at] += (wrong[:, :-1] * cases.signposts * cases.opinions[:, None]).sum()
        return float(value), np.concatenate([about, elsewhere]) + 2 * CALM * weights

    found = minimize(loss, np.zeros(many), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: Numbers = found.x
    return weights


def _odds(cases: Cases, weights: Numbers, opinion_at: int) -> Numbers:
    about, elsewhere = weights[: cases.about.shape[2]], weights[cases.about.shape[2] :]
    heard = elsewhere[opinion_at] * cases.opinions[:, None] * cases.signposts
    odds: Numbers = np.concatenate([cases.about @ about + heard, (cases.elsewhere @ elsewhere)[:, None]], axis=1)
    return odds
