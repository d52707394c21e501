"""Where the tone mark stands in oa, oe, uy at a word's end: the old way (hoà) or the school books' (hòa)."""

from __future__ import annotations

import re
import unicodedata

_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_OLD = re.compile(rf"(o)([ae])([{_MARKS}])(?!\w)|(?<![qQ])(u)(y)([{_MARKS}])(?!\w)", re.IGNORECASE)
_NEW = re.compile(rf"(o)([{_MARKS}])([ae])(?![\w\u0302\u0306])|(?<![qQ])(u)([{_MARKS}])(y)(?!\w)", re.IGNORECASE)


def old_placement(text: str) -> str:
    """``hòa`` becomes ``hoà``, ``thúy`` becomes ``thuý``."""
    return _moved(_NEW, text)


def new_placement(text: str) -> str:
    """``hoà`` becomes ``hòa``, ``thuý`` becomes ``thúy``; ``quý`` stays."""
    return _moved(_OLD, text)


def _moved(pattern: re.Pattern[str], text: str) -> str:
    def swapped(found: re.Match[str]) -> str:
        first, second, third = (part for part in found.groups() if part)
        return first + third + second

    return unicodedata.normalize("NFC", pattern.sub(swapped, unicodedata.normalize("NFD", text)))
