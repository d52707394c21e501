"""From sentences and what was found for them to weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge_base.search.index import LIMIT
from knowledge_base.search.weights import ForElsewhere, ForProcedure
from nlu_data.fitting.folds import FOLDS, Material, Seen
from nlu_data.fitting.logit import Cases, Numbers, chances, fit

SHARES = {
    **{"question": 0.45, "question_signpost": 0.1, "question_none": 0.1},
    **{"name": 0.2, "name_signpost": 0.05, "topic_none": 0.15, "example_none": 0.15},
}
"""How much each kind counts in all, however many there are."""

BY_PRIORITY = {1: 0.75, 2: 0.2, 3: 0.05}  # of what citizens ask
OPINION = list(ForElsewhere.model_fields).index("model")
_NEVER = -100.0  # evidence where fewer were found than are weighed


def cases_of(seen: Sequence[Seen], material: Material) -> Cases:
    """As arrays; kinds and priorities count by their shares."""
    about = np.full((len(seen), LIMIT, len(ForProcedure.model_fields)), _NEVER)
    signposts = np.zeros((len(seen), LIMIT), dtype=np.bool_)
    right = np.zeros((len(seen), LIMIT + 1), dtype=np.bool_)
    for row, one in enumerate(seen):
        about[row, : len(one.found.codes)] = one.found.about
        for place, code in enumerate(one.found.codes):
            signposts[row, place] = code in material.signposts
            right[row, place] = code in one.sentence.right
        right[row, -1] = one.sentence.right == ("none",)
    opinions = np.array([one.opinion for one in seen])
    elsewhere = np.stack([one.found.elsewhere for one in seen])
    elsewhere[:, OPINION] = opinions
    return Cases(about, signposts, elsewhere, opinions, right, _weights(seen, material))


def fitted(cases: Cases, folds: Sequence[int]) -> tuple[Numbers, Numbers]:
    """The weights, and the chances by weights that were fitted without each sentence's fold."""
    unseen = np.zeros(cases.right.shape)
    for fold in range(FOLDS):
        here = np.array(folds) == fold
        unseen[here] = chances(cases.some(here), fit(cases.some(~here), OPINION), OPINION)
    return fit(cases, OPINION), unseen


def _weights(seen: Sequence[Seen], material: Material) -> Numbers:
    groups = [_group(one, material) for one in seen]
    many = Counter(groups)
    return np.array([_share(group) / many[group] for group in groups]) * len(seen) / 3


def _group(one: Seen, material: Material) -> tuple[str, int]:
    ours = one.sentence.kind in {"question", "name"}
    document = material.documents.get(one.sentence.right[0]) if ours else None
    return one.sentence.kind, document.priority if document else 0


def _share(group: tuple[str, int]) -> float:
    kind, priority = group
    return SHARES[kind] * BY_PRIORITY.get(priority, 1.0)
