"""What search and language model say about sentences that neither of them has seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.base import Base
from knowledge_base.search.index import Found, SearchIndex
from knowledge_base.search.taught import Taught, load_taught
from knowledge_base.understanding.chances import log_odds
from nlu_data.fitting.sentences import NONE, Sentence, fold_of, of_names, of_questions, of_topics
from nlu_data.learning.examples import Example, Growth, grow
from nlu_data.learning.questions import FAR, Asked, read, sentences
from nlu_data.learning.reader import Reader
from nlu_data.learning.written import read_written

FOLDS = 5
ACT_STRENGTH, ASPECT_STRENGTH, SEED = 8.0, 20.0, 7  # as in service


@dataclass(frozen=True)
class Seen:
    """A sentence with the evidence found, and the log-odds the language model gives it to be none of ours."""

    sentence: Sentence
    found: Found
    opinion: float
    fold: int


@dataclass(frozen=True)
class Material:
    """Everything there is to learn from."""

    documents: dict[str, ProcedureDocument]
    taught: Taught
    rows: list[Asked]
    examples: list[Example]
    tables: dict[str, list[str]]
    signposts: frozenset[str] = field(default=frozenset())

    def without(self, fold: int) -> Material:
        """What is left when a fold is put aside."""
        lexicon = replace(self.taught.lexicon, elsewhere=_kept(self.taught.lexicon.elsewhere, fold))
        phrases = {code: _kept(texts, fold) for code, texts in self.taught.phrases.items()}
        questions = {code: _kept(texts, fold) for code, texts in self.taught.questions.items()}
        return replace(
            self,
            taught=Taught(phrases, questions, lexicon),
            rows=[row for row in self.rows if fold_of(row.text, FOLDS) != fold],
            examples=[item for item in self.examples if not _outside(item) or fold_of(item.text, FOLDS) != fold],
            tables={**self.tables, "outside": _kept(self.tables["outside"], fold)},
        )

    def sentences(self, fold: int) -> Iterator[Sentence]:
        """What is asked of a fold."""
        topics = [*self.taught.lexicon.elsewhere, *self.tables["outside"]]
        asked = {row.text for row in self.rows}
        yield from of_questions([row for row in self.rows if _is_in(row.text, fold)], self.signposts)
        names = {code: [text for text in texts if _is_in(text, fold)] for code, texts in self.taught.phrases.items()}
        yield from of_names(names, self.signposts)
        yield from of_topics([topic for topic in topics if topic not in asked and _is_in(topic, fold)])
        for item in filter(_outside, self.examples):
            if _is_in(item.text, fold):
                yield Sentence(item.text, (NONE,), "example_none")


def load_material() -> Material:
    """From the files of the project."""
    documents = {document.code: document for document in load_folder()}
    examples, tables = read_written()
    elsewhere = frozenset(code for code, document in documents.items() if document.level == "signpost")
    return Material(documents, load_taught(), read(), examples, tables, elsewhere)


def trained(material: Material) -> Reader:
    """The language model, as in service."""
    chance = Random(SEED)  # noqa: S311 fitting must be repeatable
    grown = grow(material.examples, material.tables["topic"], material.tables["outside"], chance, Growth())
    reader = Reader(ACT_STRENGTH, ASPECT_STRENGTH)
    reader.train(grown + sentences(material.rows, set(material.signposts), chance))
    return reader


def asked_of(material: Material, fold: int) -> list[Seen]:
    """Every sentence of a fold, asked of what was built without it."""
    rest = material.without(fold)
    index, reader = SearchIndex(Base(rest.documents, rest.taught)), trained(rest)
    seen = []
    for sentence in material.sentences(fold):
        found = index.look(sentence.text)
        if found is not None:
            seen.append(Seen(sentence, found, opinion(reader, sentence.text), fold))
    return seen


def opinion(reader: Reader, text: str) -> float:
    """Log-odds that a text is none of ours."""
    likely, _ = reader.understand(text)
    return log_odds(likely.get("out_of_scope_near", 0.0) + likely.get(FAR, 0.0))


def _kept(texts: Sequence[str], fold: int) -> list[str]:
    return [text for text in texts if not _is_in(text, fold)]


def _is_in(text: str, fold: int) -> bool:
    return fold_of(text, FOLDS) == fold


def _outside(item: Example) -> bool:
    return item.label.startswith("out_of_scope")
