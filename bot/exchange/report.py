"""What came in with a file: whole procedures, or a list of everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge_base.procedures.schema import ProcedureDocument


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where a person finds it. ``row`` 0: the file or the sheet as a whole."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass
class Incoming:
    """A file that was read."""

    documents: list[ProcedureDocument] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
