"""A batch of records as the search reads them; what the search asks of a record besides its phrases lives here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.cases import Cases
from knowledge_base.search.evidence import POPULAR
from knowledge_base.search.matrix import Scale, Texts
from knowledge_base.search.pieces import Pieces
from knowledge_base.search.taught import Taught
from knowledge_base.search.texts import names, whole


class Records:
    """The whole text, the cases and the popularity of each. Changes nothing once made."""

    def __init__(
        self, documents: Mapping[str, ProcedureDocument], taught: Taught, pieces: Pieces, scale: Scale | None = None
    ) -> None:
        self.codes = list(documents)
        phrases = {document.code: taught.phrases_of(document) for document in documents.values()}
        counted = [pieces.learn_long(whole(document, phrases[code])) for code, document in documents.items()]
        self.scale = scale or Scale(counted, pieces)
        self.wholes = Texts(counted, pieces, self.scale)
        self.cases = Cases([names(document, phrases[code]) for code, document in documents.items()], pieces)
        self.popular = np.array([POPULAR[document.priority] for document in documents.values()])
