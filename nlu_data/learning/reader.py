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
    """Trains in seconds, reads a message in about a millisecond."""

    def __init__(self, act_strength: float, aspect_strength: float) -> None:
        self._features = Features()
        self._acts = LogisticRegression(C=act_strength, max_iter=300, class_weight="balanced")
        self._aspect_strength = aspect_strength
        self._names: List[str] = []
        self._weights: Any = None  # one column an aspect: a product is quicker than asking each model
        self._offsets: Any = None

    def train(self, sentences: Sequence[Tuple[str, str]]) -> None:
        """Fit both models on sentences with their labels; ``ask_papers+ask_fee`` asks two things."""
        seen = self._features.fit_transform([text for text, _ in sentences])
        labels = [label for _, label in sentences]
        self._acts.fit(seen, [ASK if label.startswith(ASKING) else label for label in labels])
        asking = [place for place, label in enumerate(labels) if label.startswith(ASKING)]
        binarizer = MultiLabelBinarizer()
        asked = binarizer.fit_transform([_aspects_of(labels[place]) for place in asking])
        self._names = list(binarizer.classes_)
        one = LogisticRegression(C=self._aspect_strength, solver="liblinear")
        fitted = OneVsRestClassifier(one).fit(seen[asking], asked).estimators_
        self._weights = np.vstack([model.coef_ for model in fitted]).T
        self._offsets = np.array([model.intercept_[0] for model in fitted])

    def understand(self, text: str) -> Tuple[Dict[str, float], Dict[str, float]]:
        """How likely each intent is, and how likely each aspect is asked."""
        seen = self._features.transform(text)
        acts = dict(zip(map(str, self._acts.classes_), map(float, self._acts.predict_proba(seen)[0]), strict=True))
        aspects = dict(zip(self._names, map(float, self._asked(seen)), strict=True))
        asking = acts.pop(ASK, 0.0)
        whole = sum(aspects.values()) or 1.0
        return {**acts, **{ASKING + name: asking * value / whole for name, value in aspects.items()}}, aspects

    def _asked(self, seen: Any) -> Any:
        scores = np.asarray(seen @ self._weights)[0] + self._offsets
        return 1.0 / (1.0 + np.exp(-scores))


def _aspects_of(label: str) -> List[str]:
    return [part[len(ASKING) :] for part in label.split("+")]
