"""A few real procedures in memory, and messages as Rasa hands them to an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from rasa_sdk import Tracker

from knowledge_base.procedures.library import Library, Snapshot
from knowledge_base.procedures.loader import FOLDER, load_file
from knowledge_base.search.taught import Taught
from knowledge_base.understanding.knowledge import Knowledge

BIRTH, MARRIAGE, COMPLAINT, DENUNCIATION, RECEPTION = "1.001193", "1.000894", "2.002409", "2.002396", "2.001909"

type Told = Callable[..., Tracker]


class StillLibrary(Library):
    """Knowledge that never changes, without a database."""

    def __init__(self, codes: Sequence[str]) -> None:
        documents = {code: load_file(FOLDER / f"{code}.yaml") for code in codes}
        self._snapshot = Snapshot(1, date(2026, 11, 24), documents)

    def current(self) -> Snapshot:
        return self._snapshot


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge(StillLibrary([BIRTH, MARRIAGE, COMPLAINT, DENUNCIATION, RECEPTION]), Taught())


@pytest.fixture
def told() -> Told:
    """Makes a tracker out of a text, its intent, what else was understood, and the context the bot sent."""

    def make(
        text: str,
        intent: str,
        *,
        context: dict[str, Any] | None = None,
        likely: float = 0.9,
        sender: str = "c-1",
        **entities: Sequence[str],
    ) -> Tracker:
        ranking = [{"name": intent, "confidence": likely}]
        found = [{"entity": name, "value": value} for name, values in entities.items() for value in values]
        message = {
            "text": text,
            "intent": ranking[0],
            "intent_ranking": ranking,
            "entities": found,
            "metadata": {"context": context or {}},
        }
        return Tracker(sender, {}, message, [], False, None, {}, None)

    return make
