"""Makes the form of a procedure's questions: every fact of its record, with the condition when it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.admin.tree_form import AnswerRow, FactPart, FactRow, OtherRow, QuestionRow, TreeForm, Typed
from bot.editing.conditions import ConditionWords
from bot.editing.places import place_id
from bot.editing.tree_reading import MOST_OPTIONS
from bot.editing.words import ProcedureWords
from bot.texts import Texts
from knowledge_base.editing.checking import Problem
from knowledge_base.procedures.shape import PARTS, TREE, rows_of

LEAST_OPTIONS = 3  # rows for answers a question always shows
FRESH = 1000  # numbers from here on are facts without a rule yet
_FACTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "papers": (("papers", "name"),),
    "papers_to_show": (("papers_to_show", "text"),),
    "fees": (("fees.items", "what"),),
    "times": (("times", "when"),),
    "notes": (("conditions", "text"), ("notes", "text"), ("mistakes", "text")),
}
_PARTS = {part.name: part for part in PARTS}


@dataclass(frozen=True)
class _Fact:
    """A fact of the record. ``way``: told apart by it; ``when``: the record's own words for its case."""

    words: str
    way: str
    when: str

    def is_meant_by(self, rule: Mapping[str, Any]) -> bool:
        """Whether a rule speaks of it."""
        way = str(rule.get("way") or "")
        return rule.get("named") == self.words and (not way or not self.way or way == self.way)


class TreeFormMaker:
    """Makes the form of one content."""

    def __init__(self, texts: Texts, content: Mapping[str, Any], problems: Sequence[Problem]) -> None:
        self._texts = texts
        self._content = content
        held = content.get("situation")
        self._tree: Mapping[str, Any] = held if isinstance(held, Mapping) else {}
        self._questions: list[Mapping[str, Any]] = list(self._tree.get("questions") or [])
        self._conditions = ConditionWords(texts, self._questions)
        ours = [problem for problem in problems if problem.place[:1] == ("situation",)]
        words = ProcedureWords(texts)
        self._wrong = {field_of(problem): words.problem(problem) for problem in reversed(ours)}
        self.summary = [(field_of(problem), line_of(problem, content, texts)) for problem in ours]

    def make(self, adding: str = "") -> TreeForm:
        """The form; ``adding`` names a part that gets one more blank row."""
        questions = [*self._questions, *([{}] if adding == "questions" or not self._questions else [])]
        others = [*(self._tree.get("elsewhere") or []), *([{}] if adding == "elsewhere" else [])]
        return TreeForm(
            questions=[self._question(str(number), row) for number, row in enumerate(questions)],
            blank_question=self._question("NEW", {}),
            questions_problem=self._wrong.get(f"{TREE}.questions", ""),
            facts=[part for name in _FACTS if (part := self._facts(name)).rows],
            exempt_if=self._typed("exempt_if", "0", "only_if", self._tree.get("exempt_if")),
            no_papers_if=self._typed("no_papers_if", "0", "only_if", self._tree.get("no_papers_if")),
            others=[self._other(str(number), row) for number, row in enumerate(others)],
            blank_other=self._other("NEW", {}),
            summary=self.summary,
        )

    def _question(self, number: str, row: Mapping[str, Any]) -> QuestionRow:
        answers = list(row.get("options") or [])
        shown = min(MOST_OPTIONS, max(LEAST_OPTIONS, len(answers) + 1))
        answers += [{}] * (shown - len(answers))
        return QuestionRow(
            ask=self._typed("questions", number, "ask", row.get("ask")),
            key=self._typed("questions", number, "key", row.get("key")),
            only_if=self._typed("questions", number, "only_if", row.get("only_if")),
            answers=[self._answer(number, at, answer) for at, answer in enumerate(answers)],
            problem=self._wrong.get(f"{TREE}.questions-{number}-options", ""),
        )

    def _answer(self, number: str, at: int, answer: Mapping[str, Any]) -> AnswerRow:
        label, told, key = (
            self._typed("questions", number, f"{name}_{at}", answer.get(name)) for name in ("label", "told", "key")
        )
        return AnswerRow(label, told, key)

    def _facts(self, name: str) -> FactPart:
        rules = list(self._tree.get(name) or [])
        rows: list[FactRow] = []
        shown: set[int] = set()
        for at, fact in enumerate(self._known(name)):
            speaking = [number for number, rule in enumerate(rules) if fact.is_meant_by(rule)]
            rows += [self._fact(name, number, rules[number], fact.when) for number in speaking if number not in shown]
            if not speaking:
                rows.append(self._fact(name, FRESH + at, {"named": fact.words, "way": fact.way}, fact.when))
            shown.update(speaking)
        rows += [
            self._fact(name, number, rule, "", gone=True) for number, rule in enumerate(rules) if number not in shown
        ]
        title = self._texts.say(f"admin.part.situation_{name}")
        return FactPart(name, title, rows, self._wrong.get(f"{TREE}.{name}", ""))

    def _known(self, name: str) -> list[_Fact]:
        """What the record says, each once; fees that differ by the way of filing apart."""
        rows = [
            (str(row.get(column) or ""), str(row.get("way") or ""), str(row.get("when") or ""))
            for part, column in _FACTS[name]
            for row in rows_of(self._content, _PARTS[part])
        ]
        ways = {words: {way for other, way, _ in rows if other == words} for words, _, _ in rows}
        facts = [
            _Fact(
                words,
                way if name == "fees" and len(ways[words]) > 1 else "",
                when if name == "papers" else "",
            )
            for words, way, when in rows
            if words
        ]
        return list(dict.fromkeys(facts))

    def _fact(self, part: str, at: int, rule: Mapping[str, Any], when: str, *, gone: bool = False) -> FactRow:
        way, number = str(rule.get("way") or ""), str(at)
        return FactRow(
            named=self._typed(part, number, "named", rule.get("named")),
            way=way,
            way_said=self._texts.say(f"admin.option.way.{way}") if way else "",
            when=when,
            only_if=self._typed(part, number, "only_if", rule.get("only_if")),
            maybe_if=self._typed(part, number, "maybe_if", rule.get("maybe_if")) if part == "papers" else None,
            gone=gone,
        )

    def _other(self, number: str, row: Mapping[str, Any]) -> OtherRow:
        instead = "true" if row.get("instead") else ""
        return OtherRow(
            procedure=self._typed("elsewhere", number, "procedure", row.get("procedure")),
            only_if=self._typed("elsewhere", number, "only_if", row.get("only_if")),
            instead=self._typed("elsewhere", number, "instead", instead),
        )

    def _typed(self, part: str, number: str, column: str, value: Any) -> Typed:
        name, text = f"{TREE}.{part}-{number}-{column}", str(value or "")
        said = self._conditions.said(text) if column.endswith("_if") and text else ""
        return Typed(name, text, self._wrong.get(name, ""), "" if said == text else said)


def field_of(problem: Problem) -> str:
    """The field; an answer's own problem is shown at its field, not at the question."""
    match problem.place:
        case ("situation", "questions", int(number), "options", int(at), str(column)):
            return f"{TREE}.questions-{number}-{column}_{at}"
    return place_id(problem.place)


def line_of(problem: Problem, content: Mapping[str, Any], texts: Texts) -> str:
    """What is wrong with where it is; facts have no numbers on the page, so a fact is named."""
    words = ProcedureWords(texts)
    match problem.place:
        case (top, str(part), int(number), *_) if top == TREE and part in _FACTS:
            named = str(content[TREE][part][number].get("named") or "")
            return texts.say("admin.tree.at_fact", named=named, said=words.problem(problem))
    return words.line(problem)
