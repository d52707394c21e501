"""Lists of facts: steps, conditions, applicants, results."""

from __future__ import annotations

import re

from knowledge_base.portal.text import capital, is_nothing, pieces
from knowledge_base.portal.words import words
from knowledge_base.procedures.schema import Fact
from knowledge_base.vocabulary import Certainty

MOST_STEPS = 18
MOST_FACTS = 20
_STEP = re.compile(r"^(?:thủ tục )?bước\s*\d+\s*[.:)\-–]*\s*", re.IGNORECASE)
_RESULT_CODE = re.compile(r"[\s.]*Mã: ?KQ[\w.\-]*?\.\d{5,6}")
_PAGE_REST = re.compile(r"Từ khóa(?=Không có thông tin|\w|$).*", re.DOTALL)
_CITIZENS = "Công dân Việt Nam"
_OUTSIDE_BRACKETS = re.compile(r", (?![^()]*\))")


def steps(text: str, code: str) -> list[Fact]:
    """What is done, in order; a very long course ends with where to read the rest."""
    found = [part for part in (_STEP.sub("", piece).strip() for piece in pieces(text)) if part]
    if len(found) <= MOST_STEPS:
        return facts(found)
    return facts([*found[: MOST_STEPS - 1], words().more_steps.format(code=code)])


def conditions(text: str) -> list[Fact]:
    """What must hold."""
    return [] if is_nothing(text) else facts(pieces(text)[:MOST_FACTS])


def applicants(text: str) -> list[Fact]:
    """Who may apply, in one line, citizens first."""
    named = [part.strip() for part in _OUTSIDE_BRACKETS.split(text) if not is_nothing(part)]
    return facts([", ".join(sorted(named, key=lambda name: name != _CITIZENS))])


def results(text: str) -> list[Fact]:
    """What comes out, without the portal's codes and the rest of its page."""
    parts = [part for part in _RESULT_CODE.split(_PAGE_REST.sub("", text)) if not is_nothing(part)]
    return facts([piece for part in parts for piece in pieces(part)])


def facts(texts: list[str]) -> list[Fact]:
    """Facts as published, each once."""
    return [Fact(text=capital(text), certainty=Certainty.VERIFIED) for text in dict.fromkeys(texts) if text]
