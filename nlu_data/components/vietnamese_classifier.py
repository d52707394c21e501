"""Says what a Vietnamese message asks: one intent with its probability, and every aspect asked.

Linear models over letters and words, accented and folded side by side; trains in seconds. A sentence labelled
``ask_papers+ask_fee`` asks two things. Words marked ``[…](topic)`` are exchanged for other topics while training, so that
what is asked is learnt apart from what it is asked about.
"""

from __future__ import annotations

import random
from typing import Any, Dict, List, Text, Tuple

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold

MAX_TEXT = 600  # characters read: beginning and end of a long story
ASKING = "ask_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseClassifier(GraphComponent, IntentClassifier):
    """Intent and aspects in one component, because they share their reading of the text."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``topics_per_example``: how often each marked topic is exchanged; ``aspect_threshold``: probability asked from."""
        return {"topics_per_example": 3, "aspect_threshold": 0.5, "C": 8.0, "random_seed": 7}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._intents: Any = None
        self._aspects: Any = None
        self._aspect_names: List[str] = []

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> "VietnameseClassifier":
        """A component still to be trained."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit both models and keep them."""
        texts, labels = self._examples(training_data)
        read = [_read(text) for text in texts] + [fold(_read(text)) for text in texts]
        doubled = labels + labels
        self._intents = make_pipeline(_features(), LogisticRegression(C=self._config["C"], max_iter=400))
        self._intents.fit(read, [label.split("+")[0] for label in doubled])
        asking = [(text, label) for text, label in zip(read, doubled) if label.startswith(ASKING)]
        binarizer = MultiLabelBinarizer()
        asked = binarizer.fit_transform([[part[len(ASKING) :] for part in label.split("+")] for _, label in asking])
        self._aspect_names = list(binarizer.classes_)
        one = LogisticRegression(C=self._config["C"], solver="liblinear")
        self._aspects = make_pipeline(_features(), OneVsRestClassifier(one))
        self._aspects.fit([text for text, _ in asking], asked)
        self._keep()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add intent, ranking and aspect entities, unless a tap was decoded already."""
        for message in messages:
            if not (message.get(INTENT) or {}).get(INTENT_NAME_KEY):
                self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = _read(message.get(TEXT) or "")
        likely = self._intents.predict_proba([text])[0]
        ranked = sorted(zip(self._intents.classes_, likely), key=lambda pair: -pair[1])
        ranking = [{INTENT_NAME_KEY: str(name), PREDICTED_CONFIDENCE_KEY: float(value)} for name, value in ranked]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ENTITIES, message.get(ENTITIES, []) + self._aspect_entities(text, ranking), add_to_output=True)

    def _aspect_entities(self, text: str, ranking: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
        likely = self._aspects.predict_proba([text])[0]
        found = [place for place in np.argsort(-likely) if likely[place] >= self._config["aspect_threshold"]]
        found = found or [int(np.argmax(likely))]
        return [
            {
                "entity": "aspect",
                "value": self._aspect_names[place],
                "start": 0,
                "end": 0,
                "confidence_entity": float(likely[place]),
                "extractor": "VietnameseClassifier",
            }
            for place in found
        ]

    def _examples(self, training_data: TrainingData) -> Tuple[List[str], List[str]]:
        topics = [
            item for table in training_data.lookup_tables if table["name"] == "topic" for item in table["elements"]
        ]
        chance = random.Random(self._config["random_seed"])
        texts: List[str] = []
        labels: List[str] = []
        for example in training_data.intent_examples:
            marked = [entity for entity in example.get(ENTITIES, []) if entity["entity"] == "topic"]
            variants = [example.get(TEXT)]
            if marked and topics:
                variants += [_exchange(example.get(TEXT), marked, chance.choice(topics)) for _ in range(self._times())]
            texts += variants
            labels += [example.get(INTENT)] * len(variants)
        return texts, labels

    def _times(self) -> int:
        return int(self._config["topics_per_example"])

    def _keep(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._intents, self._aspects, self._aspect_names), folder / "models.joblib", compress=3)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "VietnameseClassifier":
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._intents, component._aspects, component._aspect_names = joblib.load(folder / "models.joblib")
        return component


def _read(text: str) -> str:
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT // 2] + " " + text[-MAX_TEXT // 2 :]
    return expand(text)


def _exchange(text: str, marked: List[Dict[Text, Any]], topic: str) -> str:
    for entity in sorted(marked, key=lambda item: -item["start"]):
        text = text[: entity["start"]] + topic + text[entity["end"] :]
    return text


def _features() -> Pipeline:
    words = TfidfVectorizer(analyzer="word", ngram_range=(1, 3), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    folded = TfidfVectorizer(
        analyzer="word", ngram_range=(1, 3), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True, preprocessor=fold
    )
    return FeatureUnion([("words", words), ("letters", letters), ("folded", folded)])
