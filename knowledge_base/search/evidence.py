"""What speaks for each procedure, and for anything elsewhere, gathered from a question before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from knowledge_base.search.pieces import Numbers, Weights

POPULAR = {1: 1.0, 2: 0.7, 3: 0.0}  # by priority; fitted for common ones being asked ten times as often as rare ones
_FIRST = (0.3, 1.0, 1.2, -0.06, 0.2)  # a rough order of all, of which only the first are weighed
_FAINT = 0.05  # keeps shares of next to nothing small
_USUAL = 8  # words of a question of ordinary length


@dataclass(frozen=True)
class Evidence:
    """One value a procedure in each field, and of its nearest and learned likeness to business elsewhere."""

    near: Weights
    learned: Weights
    whole: Weights
    missed: Weights
    popular: Weights
    elsewhere_near: float
    elsewhere_learned: float
    words: int

    def first(self, limit: int) -> Numbers:
        """The places of the likeliest, roughly, best first."""
        fields = (self.near, self.learned, self.whole, self.missed, self.popular)
        rough = sum((factor * field for factor, field in zip(_FIRST, fields, strict=True)), np.zeros(len(self.near)))
        order: Numbers = np.argsort(-rough, kind="stable")[:limit]
        return order

    def about(self, places: Numbers, covered: Weights) -> Weights:
        """A row for each of some procedures, with the columns that ``ForProcedure`` weighs, in its order."""
        learned, whole = self.learned[places], self.whole[places]
        columns = (
            *(self.near[places], learned, whole, self.missed[places], self.popular[places]),
            *(covered, _share(learned), _share(whole)),
        )
        return np.stack(columns, axis=1)

    def about_elsewhere(self) -> Weights:
        """What ``ForElsewhere`` weighs, in its order; the language model's opinion is yet to be heard."""
        length = log(max(self.words, 2) / _USUAL)
        return np.array([1.0, self.elsewhere_near, self.elsewhere_learned, 0.0, length])


def _share(values: Weights) -> Weights:
    shares: Weights = values / (max(float(values.max()), 0.0) + _FAINT)
    return shares
