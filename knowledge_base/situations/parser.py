"""Reads a condition. A parser of our own: nothing a condition says is ever run as code."""

from __future__ import annotations

from functools import lru_cache

from knowledge_base.situations.condition import Condition, Every, Is, Not, Some
from knowledge_base.situations.words import ConditionError, Word, words

DEEPEST = 8
"""Parentheses and "not" inside one another."""
KEYWORDS = frozenset({"and", "or", "not", "in"})


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """The condition. Raises ConditionError naming the position."""
    return _Parser(text).whole()


class _Parser:
    """Recursive descent: or < and < not < comparison."""

    def __init__(self, text: str) -> None:
        self._words = [*words(text), Word("", len(text))]
        self._next = 0
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._either()
        if self._peek.text:
            raise self._unexpected("join")
        return condition

    def _either(self) -> Condition:
        terms = [self._both()]
        while self._take("or"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else Some(tuple(terms))

    def _both(self) -> Condition:
        terms = [self._one()]
        while self._take("and"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else Every(tuple(terms))

    def _one(self) -> Condition:
        if self._take("not"):
            self._deeper()
            term = self._one()
            self._depth -= 1
            return Not(term)
        if self._take("("):
            self._deeper()
            inner = self._either()
            self._expect(")", "close")
            self._depth -= 1
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        key = self._name("question")
        if self._take("=="):
            return Is(key, (self._name("answer"),))
        if self._take("!="):
            return Not(Is(key, (self._name("answer"),)))
        if self._take("not"):
            self._expect("in", "in")
            return Not(Is(key, self._values()))
        if self._take("in"):
            return Is(key, self._values())
        return Is(key, ("yes",))

    def _values(self) -> tuple[str, ...]:
        self._expect("(", "open")
        values = [self._name("answer")]
        while self._take(","):
            values.append(self._name("answer"))
        self._expect(")", "close")
        return tuple(values)

    @property
    def _peek(self) -> Word:
        return self._words[self._next]

    def _take(self, text: str) -> bool:
        if self._peek.text != text:
            return False
        self._next += 1
        return True

    def _expect(self, text: str, wanted: str) -> None:
        if not self._take(text):
            raise self._unexpected(wanted)

    def _name(self, wanted: str) -> str:
        word = self._peek
        if not word.text[:1].isalpha() or word.text in KEYWORDS:
            raise self._unexpected(wanted)
        self._next += 1
        return word.text

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ConditionError(self._peek.position, "too_deep", limit=DEEPEST)

    def _unexpected(self, wanted: str) -> ConditionError:
        if not self._peek.text:
            return ConditionError(self._peek.position, "ends", wanted=wanted)
        return ConditionError(self._peek.position, "expected", wanted=wanted, found=self._peek.written)
