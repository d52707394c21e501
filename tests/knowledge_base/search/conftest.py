"""An index over a dozen real procedures with their real phrases."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.loader import FOLDER, load_file
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.base import Base
from knowledge_base.search.index import SearchIndex
from knowledge_base.search.phrases import Phrases, load_phrases
from knowledge_base.search.taught import Taught

CODES = (
    "1.000656 1.000894 1.001193 1.001612 1.004194 1.004222 1.004859 "
    "1.004873 1.013225 1.115203 1.116410 2.000806 2.000815"
)

type Documents = dict[str, ProcedureDocument]


@pytest.fixture(scope="session")
def documents() -> Documents:
    """A dozen procedures of different fields."""
    return {code: load_file(FOLDER / f"{code}.yaml") for code in CODES.split()}


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """Everyday phrases of every procedure."""
    return load_phrases()


@pytest.fixture(scope="session")
def base(documents: Documents, phrases: Phrases) -> Base:
    """What is built once from them."""
    return Base(documents, Taught(phrases))


@pytest.fixture(scope="session")
def index(base: Base) -> SearchIndex:
    """The index over them."""
    return SearchIndex(base)
