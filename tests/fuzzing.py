"""What all fuzz tests share: how many examples, and JSON that goes wrong in every way."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MORE = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Set by `make fuzz`; without it a few, the same ones each time."""

ODD = ["", "\x00", "a\ud83d", "ế" * 3000, "e\u0302\u0301", "\u202egiả", "👩‍👩‍👧‍👦" * 50, "а", "-1", "0", "null", "9" * 400]
NUMBERS = [0, -1, 2**31, 2**63, 2**64, 10**400, 1.5, -0.0, True]

texts = st.one_of(st.text(max_size=40), st.sampled_from(ODD))
scalars = st.one_of(st.none(), st.booleans(), st.sampled_from(NUMBERS), st.integers(), texts)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
"""Any JSON value."""


def examples(few: int) -> settings:
    """So many in `make test`, as many as asked for in `make fuzz`."""
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(
        max_examples=MORE or few, deadline=None, derandomize=not MORE, database=None, suppress_health_check=quiet
    )


@st.composite
def spoilt(draw: st.DrawFn, value: Any) -> Any:
    """The value with one to three of its parts replaced, taken out, or added to."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(value))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(("replace", "remove", "add"))):
            case "replace":
                holder[key] = draw(anything)
            case "remove":
                del holder[key]
            case _ if isinstance(holder, dict):
                holder[draw(texts)] = draw(anything)
            case _:
                holder.append(draw(anything))
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place inside a JSON value, as its holder and its key."""
    if not isinstance(value, dict | list):
        return
    for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        yield from _places(part)
