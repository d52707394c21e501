"""What is built once from the whole knowledge, in seconds; edits lie on top of it (decision 0011)."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.added import Added
from knowledge_base.search.concepts import Concepts
from knowledge_base.search.core import Core
from knowledge_base.search.coverage import asking_words
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.records import Records
from knowledge_base.search.spelling import Spelling
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import Taught

MOST_LEARNED = 10_000  # texts learned together; their likenesses take 200 MB for a moment


class Base:
    """Everything an index needs of the documents of one moment. Only its pieces learn more words later."""

    def __init__(
        self, documents: Mapping[str, ProcedureDocument], taught: Taught, stored: Stored | None = None
    ) -> None:
        self.documents = documents
        self.taught = taught
        self.concepts = Concepts(taught.lexicon.concepts)
        self.pieces = Pieces(self.concepts)
        texts = {code: taught.texts_of(documents[code]) for code in sorted(documents)}  # in whatever order they came
        together = _together(texts, taught)
        self.core = Core(together, taught.lexicon, self.pieces, stored)
        self.added = Added({code: texts[code] for code in texts if code not in together}, self.core, self.pieces)
        self.records = Records(documents, taught, self.pieces)
        self.asking = asking_words(taught.lexicon)
        known = [text for group in texts.values() for text in group]
        known += [*taught.lexicon.elsewhere, *taught.lexicon.asking]
        self.spelling = Spelling(self.pieces.words(text) for text in known)
        self.pieces.forget()


def _together(texts: Mapping[str, list[str]], taught: Taught) -> dict[str, list[str]]:
    """The procedures learned together: those that were taught, as many as can be afforded."""
    together: dict[str, list[str]] = {}
    left = MOST_LEARNED - len(taught.lexicon.elsewhere)
    for code in filter(taught.teaches, texts):
        left -= len(texts[code])
        if left >= 0:
            together[code] = texts[code]
    return together
