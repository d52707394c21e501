"""``python -m nlu_data.measuring.phoatis FOLDER``: intents of PhoATIS (syllables) as JSON; its data is never kept."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from knowledge_base.language.fold import fold
from nlu_data.learning.features import Features

LEVEL = "syllable-level"


class Split(NamedTuple):
    """Sentences and their intents."""

    texts: List[str]
    intents: List[str]


class Plain:
    """Word groups and letter groups of the text as it stands; letter groups may reach across words."""

    def __init__(self, letters: str = "char_wb", lengths: Tuple[int, int] = (1, 5)) -> None:
        self._views = [
            TfidfVectorizer(ngram_range=(1, 3), token_pattern=r"\S+", sublinear_tf=True),
            TfidfVectorizer(analyzer=letters, ngram_range=lengths, sublinear_tf=True),
        ]

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn the vocabulary; one row a text."""
        return sparse.hstack([view.fit_transform(texts) for view in self._views], format="csr")

    def transform(self, text: str) -> Any:
        """One row."""
        return sparse.hstack([view.transform([text]) for view in self._views], format="csr")


def read(folder: Path, name: str) -> Split:
    """One of train, dev, test."""
    lines = [(folder / LEVEL / name / file).read_text(encoding="utf-8").splitlines() for file in ("seq.in", "label")]
    return Split([line.strip() for line in lines[0]], [line.strip() for line in lines[1]])


def measure(features: Any, model: Any, train: Split, test: Split) -> Dict[str, float]:
    """Train on both spellings, then count right intents with and without diacritics, strictly by the whole label."""
    began = time.monotonic()
    model.fit(features.fit_transform(both(train.texts)), train.intents * 2)
    seconds = time.monotonic() - began

    def right(spelling: Callable[[str], str]) -> float:
        seen = sparse.vstack([features.transform(spelling(text)) for text in test.texts])
        return round(100 * float(np.mean(model.predict(seen) == np.array(test.intents))), 2)

    return {"accuracy": right(str), "bare": right(fold), "training_s": round(seconds, 1)}


def both(texts: Sequence[str]) -> List[str]:
    """Each text as it stands, then each without diacritics."""
    return [*texts, *(fold(text) for text in texts)]


def main() -> None:
    """Print the figures of what answers citizens, and of the linear models tried beside it."""
    folder = Path(sys.argv[1])
    train, test = read(folder, "train"), read(folder, "test")
    balanced = {"class_weight": "balanced"}
    contestants = {
        "ours (features, logistic regression)": (Features(), LogisticRegression(C=8.0, max_iter=300, **balanced)),
        "ours (features, linear SVM)": (Features(), LinearSVC(C=0.3, **balanced)),
        "words and letters, linear SVM": (Plain(), LinearSVC(**balanced)),
        "words and letters across them, linear SVM": (Plain("char", (2, 7)), LinearSVC(C=0.3, **balanced)),
    }
    print(json.dumps({name: measure(*parts, train, test) for name, parts in contestants.items()}, indent=1))


if __name__ == "__main__":
    main()
