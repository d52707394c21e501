"""What the fit tells: the weights as a file, and how a few bounds would decide on sentences nobody had seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge_base.search.weights import ForElsewhere, ForProcedure
from nlu_data.fitting.logit import Cases, Numbers
from nlu_data.fitting.sentences import Sentence

BOUNDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
ELSEWHERE = (0.2, 0.3, 0.4, 0.5)

_HEAD = """\
# How much each kind of evidence counts, as log-odds: what speaks for a procedure, and for business of others.
# Fitted on what the index was built without (python -m nlu_data.fitting; docs/decisions/0014); not to be tuned by hand.
"""


def written(weights: Numbers) -> str:
    """The content of ``weights.yaml``."""
    names = [*ForProcedure.model_fields, *ForElsewhere.model_fields]
    lines = [f"  {name}: {weight:.2f}" for name, weight in zip(names, weights.tolist(), strict=True)]
    split = len(ForProcedure.model_fields)
    return "\n".join([f"{_HEAD}procedure:", *lines[:split], "elsewhere:", *lines[split:], ""])


def table(cases: Cases, chances: Numbers, sentences: Sequence[Sentence]) -> str:
    """Shares in per cent, weighed as in the fit: of ours right and wrong at once by bound; not ours told by bound."""
    kinds = np.array([sentence.kind for sentence in sentences])
    lines = [_ours(kind, cases, chances, kinds == kind) for kind in ("question", "name")]
    lines += [_others(kind, chances, kinds == kind) for kind in ("question_none", "topic_none", "example_none")]
    return "\n".join(lines)


def _ours(kind: str, cases: Cases, chances: Numbers, here: np.ndarray) -> str:
    among = chances[here, :-1] / (1.0 - chances[here, -1:] + 1e-12)
    first = among.argmax(axis=1)
    right, weights = cases.right[here, first] if here.any() else first > 0, cases.weights[here]
    sure = {bound: among.max(axis=1) >= bound for bound in BOUNDS}
    told = [
        f"{bound}: {_share(right & sure[bound], weights)}/{_share(~right & sure[bound], weights)}" for bound in BOUNDS
    ]
    return f"{kind}: first {_share(right, weights)}; right/wrong at once from {', '.join(told)}"


def _others(kind: str, chances: Numbers, here: np.ndarray) -> str:
    told = [f"{bound}: {100 * float(np.mean(chances[here, -1] < bound)):.1f}" for bound in ELSEWHERE]
    return f"{kind}: taken for ours below {', '.join(told)}"


def _share(chosen: np.ndarray, weights: Numbers) -> str:
    return f"{100 * float(np.average(chosen, weights=weights)):.1f}"
