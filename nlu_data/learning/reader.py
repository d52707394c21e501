"""Two linear models over one reading of the text: what the citizen does, and which aspects are asked."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

from nlu_data.learning.features import Features
from nlu_data.learning.phrases import ASKING

ASK = "ask"


class Reader:
    """Trains in seconds, reads a message in a fraction of a millisecond."""

    def __init__(self, act_strength: float, aspect_strength: float) -> None:
        self._features = Features()
        self._act_strength = act_strength
        self._aspect_strength = aspect_strength
        self._acts: List[str] = []
        self._aspects: List[str] = []
        self._weights: Any = None  # one column an act, then one an aspect: all are asked with one product
        self._offsets: Any = None

    def train(self, sentences: Sequence[Tuple[str, str]]) -> None:
        """Fit both models on sentences with their labels.

        ``ask_papers+ask_fee`` asks two things, ``out_of_scope_near+ask_fee`` the fee of what others settle.
        """
        seen = self._features.fit_transform([text for text, _ in sentences])
        labels = [label for _, label in sentences]
        acts = LogisticRegression(C=self._act_strength, max_iter=300, class_weight="balanced")
        acts.fit(seen, [ASK if label.startswith(ASKING) else label.split("+")[0] for label in labels])
        asking = [place for place, label in enumerate(labels) if ASKING in label]
        binarizer = MultiLabelBinarizer()
        asked = binarizer.fit_transform([_aspects_of(labels[place]) for place in asking])
        one = LogisticRegression(C=self._aspect_strength, solver="liblinear")
        models = [acts, *OneVsRestClassifier(one).fit(seen[asking], asked).estimators_]
        self._acts, self._aspects = list(map(str, acts.classes_)), list(map(str, binarizer.classes_))
        self._weights = np.vstack([model.coef_ for model in models]).T.astype(np.float32)
        self._offsets = np.concatenate([model.intercept_ for model in models])

    def understand(self, text: str) -> Tuple[Dict[str, float], Dict[str, float]]:
        """How likely each intent is, and how likely each aspect is asked."""
        numbers, weights = self._features.look(text)
        scores = weights @ self._weights[numbers] + self._offsets
        acts = dict(zip(self._acts, map(float, _shares(scores[: len(self._acts)])), strict=True))
        chances = 1.0 / (1.0 + np.exp(-scores[len(self._acts) :]))
        aspects = dict(zip(self._aspects, map(float, chances), strict=True))
        asking = acts.pop(ASK, 0.0)
        whole = sum(aspects.values()) or 1.0
        return {**acts, **{ASKING + name: asking * value / whole for name, value in aspects.items()}}, aspects


def _shares(scores: Any) -> Any:
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def _aspects_of(label: str) -> List[str]:
    return [part[len(ASKING) :] for part in label.split("+") if part.startswith(ASKING)]
