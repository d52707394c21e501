"""Says what a Vietnamese message asks: one intent with its probability, and every aspect asked.

A sentence labelled ``ask_papers+ask_fee`` asks two things. Words marked ``[…](topic)`` are exchanged for entries of the
lookup table ``topic`` while training, so that what is asked is learnt apart from what it is asked about; the same
sentence with an entry of the table ``outside`` is an example of what is none of a commune's business.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random
from typing import Any, Dict, List, Text

import joblib
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

from knowledge_base import language
from nlu_data import learning
from nlu_data.learning import questions
from nlu_data.learning.examples import Example, Growth, grow
from nlu_data.learning.reader import Reader
from nlu_data.learning.several import may_ask_several

FILE = "reader.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseClassifier(GraphComponent, IntentClassifier):
    """Intent and aspects in one component, because they share their reading of the text."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """How often marked topics are exchanged, from which probability an aspect is asked, how freely models fit.

        ``several_threshold`` instead of ``aspect_threshold`` where a text may ask several things.
        ``questions``: whether the labelled questions of the knowledge base are learned from too.
        """
        return {
            "topics_per_example": 3,
            "outside_per_example": 2,
            "aspect_threshold": 0.8,
            "several_threshold": 0.5,
            "act_strength": 8.0,
            "aspect_strength": 20.0,
            "random_seed": 7,
            "questions": False,
        }

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, reader: Reader) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "VietnameseClassifier":
        """A component still to be trained."""
        return cls(config, model_storage, resource, Reader(config["act_strength"], config["aspect_strength"]))

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Text:
        """Rasa's cache looks at this file and the data alone; what we learn with lies in other files too."""
        digest = hashlib.sha256()
        for package in (learning, language):
            for path in sorted(Path(package.__path__[0]).glob("*.py")):
                digest.update(path.read_bytes())
        for path in sorted(questions.QUESTIONS.glob("*.tsv")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the models and keep them."""
        tables = {table["name"]: table["elements"] for table in training_data.lookup_tables}
        growth = Growth(self._config["topics_per_example"], self._config["outside_per_example"])
        chance = Random(self._config["random_seed"])  # noqa: S311 training must be repeatable
        examples = [_example(message) for message in training_data.intent_examples]
        sentences = grow(examples, tables.get("topic", []), tables.get("outside", []), chance, growth)
        if self._config["questions"]:
            sentences += questions.sentences(questions.read(), questions.signposts(), chance)
        self._reader.train(sentences)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._reader, folder / FILE, compress=3)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add intent, ranking and aspect entities, unless a tap was decoded already."""
        for message in messages:
            if not (message.get(INTENT) or {}).get(INTENT_NAME_KEY):
                self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        intents, aspects = self._reader.understand(text)
        ranked = sorted(intents.items(), key=lambda pair: -pair[1])
        ranking = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: value} for name, value in ranked]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ENTITIES, message.get(ENTITIES, []) + self._entities(text, aspects), add_to_output=True)

    def _entities(self, text: Text, aspects: Dict[Text, float]) -> List[Dict[Text, Any]]:
        ranked = sorted(aspects, key=lambda name: -aspects[name])
        least = self._config["several_threshold" if may_ask_several(text) else "aspect_threshold"]
        asked = [name for name in ranked if aspects[name] >= least] or ranked[:1]
        return [
            {
                "entity": "aspect",
                "value": name,
                "start": 0,
                "end": 0,
                "confidence_entity": aspects[name],
                "extractor": "VietnameseClassifier",
            }
            for name in asked
        ]

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
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / FILE))


def _example(message: Message) -> Example:
    marks = [
        (entity["start"], entity["end"]) for entity in message.get(ENTITIES, []) if entity.get("entity") == "topic"
    ]
    return Example(message.get(TEXT), message.get(INTENT), tuple(marks))
