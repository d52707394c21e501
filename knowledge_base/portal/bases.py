"""Legal acts: the portal glues title and number of all rows into one text; numbers have a known shape."""

from __future__ import annotations

import re

from knowledge_base.portal.text import UPPER, bare, capital
from knowledge_base.procedures.schema import LegalBasis

HEADER = "Tên văn bản pháp lýMã văn bản"
_AGENCIES = (
    "BLĐTBXH|BVHTTDL|BNNPTNT|BNNMT|BTNMT|BKHĐT|BKHCN|BGTVT|BGDĐT|BTTTT|NHNN|TCHQ|BHXH|BTC|BTP|BCA|BXD|BQP|BYT|BCT|BNV|BNG"
    "|BDTTG|VPCP|TTCP|UBDT|TANDTC|VKSNDTC|TTg|CP|UBND|HĐND|CTN|UBTVQH"
)
_SUFFIX = (
    rf"NĐ-C(?!P)|QH\d{{2}}|UBTVQH\d{{2}}|L-CTN|TTLT(?:-(?:{_AGENCIES}))+"
    rf"|(?:NĐ|NQ|QĐ|TT|CT|NQLT|VBHN)-(?:QH\d{{2}}|{_AGENCIES})(?:-(?:{_AGENCIES}))*"
)
_NUMBER = re.compile(rf"(\d[\d.]*[a-z]?)/(\d{{4}}/)?({_SUFFIX})")
_YEAR_GLUED = re.compile(r"(?:19|20)\d\d(\d{1,4})")
_IN_A_SENTENCE = re.compile(rf"[\s,;.)]+(?:ngày|của|do|và|quy định|được|ban hành|sửa đổi|về)\b|[,;)]| [^{UPPER}]")
_KINDS = ("Nghị định", "Thông tư", "Nghị quyết", "Quyết định", "Luật")  # no title but what the number says anyway
_LONGEST_TITLE = 300


def bases(table: str) -> list[LegalBasis]:
    """The acts, each once, in the portal's order."""
    found: dict[str, LegalBasis] = {}
    text = " ".join(table.removeprefix(HEADER).split())
    start = 0
    for match in _NUMBER.finditer(text):
        if _named_in_title(text, match):
            continue
        number = _number(match)
        title = _title(text[start : match.start()] + _glued_year(match), number)
        found.setdefault(number, LegalBasis(number=number, title=title))
        start = match.end()
    return list(found.values())


def _named_in_title(text: str, match: re.Match[str]) -> bool:
    """A number after a space that is followed by more of its sentence belongs to a title."""
    if match.start() > 0 and not text[match.start() - 1].isspace():
        return _IN_A_SENTENCE.match(text[match.end() :]) is not None and text[match.end() : match.end() + 1] == ","
    rest = text[match.end() :]
    return rest.startswith(match[0]) or _IN_A_SENTENCE.match(rest) is not None or _NUMBER.match(rest) is not None


def _number(match: re.Match[str]) -> str:
    digits = match[1].lstrip(".")
    glued = _YEAR_GLUED.fullmatch(digits)
    suffix = "NĐ-CP" if match[3] == "NĐ-C" else match[3]  # a slip of the portal
    return f"{glued[1] if glued else digits}/{match[2] or ''}{suffix}"


def _glued_year(match: re.Match[str]) -> str:
    return match[1][:4] if _YEAR_GLUED.fullmatch(match[1]) else ""


def _title(text: str, number: str) -> str | None:
    title = bare(text)
    if title in ("", number) or len(title) < 8 or not any(char.isalpha() for char in title):
        return None
    if title.removesuffix(number).removesuffix("số ").strip(" :") in _KINDS:
        return None
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: title.rfind(' ', 0, _LONGEST_TITLE)]}…"
    return capital(title)
