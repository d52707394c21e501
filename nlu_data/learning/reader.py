"""Two linear models over one reading of the text: what the citizen does, and which aspects are asked."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import MultiLabelBinarizer

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold
from nlu_data.learning.examples import ASKING

MAX_TEXT = 600  # characters read: beginning and end of a long story
ASK = "ask"
_WORD = r"(?u)\b\w+\b"


class Reader:
    """Trains in seconds, reads a message in about a millisecond."""

    def __init__(self, act_strength: float, aspect_strength: float) -> None:
        self._features = _features()
        self._acts = LogisticRegression(C=act_strength, max_iter=300, class_weight="balanced")
        self._aspects = OneVsRestClassifier(LogisticRegression(C=aspect_strength, solver="liblinear"))
        self._names: List[str] = []

    def train(self, sentences: Sequence[Tuple[str, str]]) -> None:
        """Fit both models on sentences with their labels; ``ask_papers+ask_fee`` asks two things."""
        seen = self._features.fit_transform([read(text) for text, _ in sentences])
        labels = [label for _, label in sentences]
        self._acts.fit(seen, [ASK if label.startswith(ASKING) else label for label in labels])
        asking = [place for place, label in enumerate(labels) if label.startswith(ASKING)]
        binarizer = MultiLabelBinarizer()
        asked = binarizer.fit_transform([_aspects_of(labels[place]) for place in asking])
        self._names = list(binarizer.classes_)
        self._aspects.fit(seen[asking], asked)

    def understand(self, text: str) -> Tuple[Dict[str, float], Dict[str, float]]:
        """How likely each intent is, and how likely each aspect is asked."""
        seen: Any = self._features.transform([read(text)])
        acts = dict(zip(map(str, self._acts.classes_), map(float, self._acts.predict_proba(seen)[0]), strict=True))
        aspects = dict(zip(self._names, map(float, self._aspects.predict_proba(seen)[0]), strict=True))
        asking = acts.pop(ASK, 0.0)
        whole = sum(aspects.values()) or 1.0
        return {**acts, **{ASKING + name: asking * value / whole for name, value in aspects.items()}}, aspects


def read(text: str) -> str:
    """The text with chat forms written out; the middle of a very long one is left out."""
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT // 2] + " " + text[-MAX_TEXT // 2 :]
    return expand(text)


def _aspects_of(label: str) -> List[str]:
    return [part[len(ASKING) :] for part in label.split("+")]


def _features() -> FeatureUnion:
    words = TfidfVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=_WORD, sublinear_tf=True)
    folded = TfidfVectorizer(
        analyzer="word", ngram_range=(1, 3), token_pattern=_WORD, sublinear_tf=True, preprocessor=fold
    )
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, preprocessor=fold)
    return FeatureUnion(
        [("words", words), ("folded", folded), ("letters", letters)], transformer_weights={"words": 0.5}
    )
