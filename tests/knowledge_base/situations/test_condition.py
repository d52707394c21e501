"""Conditions mean what they say, run nothing, and say where they are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.situations.condition import Condition, Every, Is, Not, Some, holds, mentions
from knowledge_base.situations.parser import DEEPEST, parse
from knowledge_base.situations.words import LONGEST, ConditionError

KEYS = st.sampled_from(["late", "parents_married", "who"])
VALUES = st.sampled_from(["yes", "no", "abroad", "b2"])
LEAVES = st.builds(lambda key, values: Is(key, tuple(values)), KEYS, st.lists(VALUES, min_size=1, max_size=3))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda terms: Every(tuple(terms)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda terms: Some(tuple(terms)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)
ANSWERS = st.dictionaries(KEYS, VALUES)


def write(condition: Condition) -> str:
    """The condition as an editor could write it."""
    match condition:
        case Is(key, (value,)):
            return f"{key} == {value}"
        case Is(key, values):
            return f"{key} in ({', '.join(values)})"
        case Not(term):
            return f"not ({write(term)})"
        case Every(terms):
            return " and ".join(f"({write(term)})" for term in terms)
        case Some(terms):
            return " or ".join(f"({write(term)})" for term in terms)


def read(text: str) -> Condition | None:
    """The condition; None if it was refused with a place inside the text. Anything else fails the test."""
    try:
        return parse(text)
    except ConditionError as error:
        return None if 0 <= error.position <= len(text) else pytest.fail(str(error))


def depth(condition: Condition) -> int:
    """How many levels of "not" and parentheses ``write`` makes of it."""
    match condition:
        case Is():
            return 0
        case Not(term):
            return 2 + depth(term)
        case Every(terms) | Some(terms):
            return 1 + max(map(depth, terms))


@given(CONDITIONS, ANSWERS)
def test_what_is_written_is_what_is_read(condition: Condition, answers: dict[str, str]) -> None:
    text = write(condition)
    if depth(condition) > DEEPEST or len(text) > LONGEST:
        with pytest.raises(ConditionError):
            parse(text)
    else:
        assert holds(parse(text), answers) == holds(condition, answers)


@given(LEAVES, LEAVES, LEAVES, ANSWERS)
def test_and_binds_tighter_than_or(one: Is, two: Is, three: Is, answers: dict[str, str]) -> None:
    expected = holds(one, answers) or (holds(two, answers) and holds(three, answers))
    assert holds(parse(f"{write(one)} or {write(two)} and {write(three)}"), answers) == expected


@given(CONDITIONS, ANSWERS)
def test_not_is_the_contrary(condition: Condition, answers: dict[str, str]) -> None:
    assert holds(Not(condition), answers) != holds(condition, answers)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_kindly(text: str) -> None:
    condition = read(text)
    assert condition is None or list(mentions(condition))


@given(st.lists(st.sampled_from(["late", "==", "!=", "in", "not", "and", "or", "(", ")", ",", "yes"]), max_size=12))
def test_any_order_of_our_own_words_is_read_or_refused_kindly(parts: list[str]) -> None:
    condition = read(" ".join(parts))
    assert condition is None or holds(condition, {"late": "yes"}) in {True, False}


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("parents_married == no and late", {"parents_married": "no", "late": "yes"}, True),
        ("parents_married == no and late", {"parents_married": "no", "late": "no"}, False),
        ("who in (proxy, relative)", {"who": "relative"}, True),
        ("who not in (proxy, relative)", {"who": "relative"}, False),
        ("not late", {}, True),
        ("who == proxy", {}, False),
        ("who != proxy", {}, True),
        ("late or who == self and place == abroad", {"late": "yes"}, True),
        ("(late or who == self) and place == abroad", {"late": "yes"}, False),
        ("late = no và không who = proxy", {"late": "no", "who": "self"}, True),
        ("who thuộc (proxy, relative) hoặc late ≠ yes", {"who": "self", "late": "yes"}, False),
    ],
)
def test_the_words_mean_what_people_expect(text: str, answers: dict[str, str], expected: bool) -> None:
    assert holds(parse(text), answers) is expected


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 0, "the condition ends"),
        ("late and", 8, "the condition ends"),
        ("late => yes", 6, "'>'"),
        ("late và", 7, "the condition ends"),
        ("who thuộc proxy", 10, "'('"),
        ("late hoặc hoặc who", 10, "'hoặc'"),
        ("late yes", 5, "'yes'"),
        ("who in ()", 8, "')'"),
        ("(late", 5, "')'"),
        ("late)", 4, "')'"),
        ("not", 3, "the condition ends"),
        ("who == and", 7, "'and'"),
        ("ô == no", 0, "'ô'"),
        ("who.__class__ == yes", 3, "'.'"),
        ("__import__", 0, "'_'"),
        ('who == "x"', 7, "'\"'"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, position: int, reason: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert f"at character {position + 1}" in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize("deep", ["(" * (DEEPEST + 1) + "late" + ")" * (DEEPEST + 1), "not " * (DEEPEST + 1) + "late"])
def test_nesting_has_a_limit(deep: str) -> None:
    with pytest.raises(ConditionError, match="levels deep"):
        parse(deep)


def test_length_has_a_limit() -> None:
    with pytest.raises(ConditionError, match="longer than"):
        parse("late or " * LONGEST + "late")
