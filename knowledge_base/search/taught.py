"""Everything the search is taught besides the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.lexicon import Lexicon, load_lexicon
from knowledge_base.search.phrases import Phrases, load_phrases
from knowledge_base.search.questions import load_questions
from knowledge_base.search.texts import names


@dataclass(frozen=True)
class Taught:
    """How citizens name procedures, how they ask about them, and which words mean, ask or belong elsewhere."""

    phrases: Mapping[str, list[str]] = field(default_factory=dict)
    questions: Mapping[str, list[str]] = field(default_factory=dict)
    lexicon: Lexicon = field(default_factory=load_lexicon)

    def phrases_of(self, document: ProcedureDocument) -> list[str]:
        """By which names citizens know a procedure, beyond those in its record."""
        return self.phrases.get(document.code, [])

    def texts_of(self, document: ProcedureDocument) -> list[str]:
        """Every text that is learned as meaning a procedure, each once."""
        texts = [*names(document, self.phrases_of(document)), *self.questions.get(document.code, [])]
        return list(dict.fromkeys(texts))

    def teaches(self, code: str) -> bool:
        """Whether a procedure has everyday phrases or questions, so that much can be learned about it."""
        return code in self.phrases or code in self.questions


def load_taught() -> Taught:
    """Everything in the data files. Raises DataFileError naming the file and the reason."""
    phrases: Phrases = load_phrases()
    asked = load_questions()
    lexicon = load_lexicon()
    lexicon = replace(lexicon, elsewhere=list(dict.fromkeys([*lexicon.elsewhere, *asked.elsewhere])))
    return Taught(phrases, asked.of, lexicon)
