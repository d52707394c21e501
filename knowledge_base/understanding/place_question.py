"""Questions about the units themselves: "huyện bỏ rồi thì nộp ở đâu", "tôi ở xã … cũ", "xã … giờ thuộc phường nào".

Such a question names a unit or the districts that are gone, and nothing else: whatever is left over once names,
signs and small words are taken out is a topic, and then it is a question about a procedure that happens somewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold
from knowledge_base.units.reading import name
from knowledge_base.units.service import Match, Unit, Units

FILE = Path(__file__).parents[1] / "data" / "place_words.yaml"
MOST_UNITS = 20  # of a former district
MOST_REST = 4  # words of a topic in what may still be a question about the place

_AREA = r"(?:cap huyen|quan huyen|huyen|thi xa)"
_GONE = r"(?:khong con|het|bo|bi bo|giai the|xoa|da bo|bai bo|dep|nghi)"
_NO_DISTRICTS = re.compile(
    rf"\b(?:{_GONE} (?:\w+ )?{_AREA}|{_AREA} (?:\w+ )?(?:da |bi |dc |duoc )?{_GONE}|con {_AREA} (?:khong|nua|ko))\b"
)
_CITY = re.compile(
    r"\b(?:(?:dong nai|tinh).*(?:(?:thanh|la|len|hay) thanh pho|con la tinh|truc thuoc trung uong)"
    r"|binh phuoc.*(?:nhap|sap nhap|gop|thuoc tinh|thuoc dong nai|con khong|thanh tinh)"
    r"|(?:nhap|sap nhap|gop) (?:voi |vao )?(?:tinh )?binh phuoc|tinh binh phuoc (?:cu|gio|bay gio|nay|hien))\b"
)
_SIGN = re.compile(
    r"\b(?:cu|sap nhap|nhap|gop|thuoc|doi ten|doi thanh|gio|nay la|bay gio|hien la|hien nay|"
    r"truoc day|truoc kia|hoi truoc|ngay truoc|hoi xua|giai the|bo|khong con|con khong|gom nhung)\b"
)
_FORMER = re.compile(r"\b(?:cu|sap nhap|nhap (?:vao|voi)|doi ten|giai the|khong con|truoc day|truoc kia|hoi truoc)\b")
_LIVES = re.compile(r"\b(?:o|tai|song|ngu|cu tru|thuong tru|nha|que|thuoc)\b")
_WHERE = re.compile(r"\b(?:dau|cho nao|noi nao|phuong nao|xa nao|noi nop|dia chi|tru so|may gio)\b")

_WORDS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
_PHRASES = re.compile(rf"\b(?:{'|'.join(_WORDS['phrases'])})\b")
_SMALL = frozenset(_WORDS["small"].split())
_PARTICLES = frozenset({"a", "anh", "chi", "da", "em", "nha", "nhe", "oi", "vay", "roi", "xa", "phuong", "thi", "tran"})
_PROVINCES = frozenset({"dong", "nai", "binh", "phuoc"})


class Asked(StrEnum):
    """What about the territory is asked."""

    UNIT = "unit"  # which unit of today a name means
    DISTRICT = "district"  # about one former district
    NO_DISTRICTS = "no_districts"  # districts are gone: where now?
    CITY = "city"  # what became of the province


@dataclass(frozen=True)
class PlaceQuestion:
    """What is asked. ``sure``: nothing but the place is spoken of."""

    asked: Asked
    matches: tuple[Match, ...] = ()
    area: str | None = None  # name of a former district, as people write it
    sure: bool = True


def read_place(text: str, units: Units) -> PlaceQuestion | None:
    """The question about a place that a text may be."""
    folded = fold(expand(text))
    area, matches = _named(text, units)
    rest = _rest(folded, [match.matched_name for match in matches], area)
    if _CITY.search(folded) and not units.area_in(text):
        return PlaceQuestion(Asked.CITY, sure=not set(rest) - _PROVINCES)
    maybe = len(rest) <= MOST_REST and (_FORMER.search(folded) or units.area_in(text))
    if matches and (not rest or maybe) and (_says_something(folded) or _names_only(folded, matches)):
        return PlaceQuestion(_asked(matches, area), matches, area, sure=not rest)
    if _NO_DISTRICTS.search(folded) and len(rest) <= MOST_REST:
        return PlaceQuestion(Asked.NO_DISTRICTS, sure=not rest)
    return None


def _named(text: str, units: Units) -> tuple[str | None, tuple[Match, ...]]:
    """The former district, and the units of today that may be meant."""
    matches = tuple(units.find(text, MOST_UNITS))
    bare = units.bare_area(text)
    if bare and all(fold(bare).endswith(name(match.matched_name).folded) for match in matches):
        return bare, tuple(units.find(bare, MOST_UNITS))
    return units.area_in(text), matches


def _asked(matches: tuple[Match, ...], area: str | None) -> Asked:
    today = not any(match.former for match in matches)
    return Asked.DISTRICT if area and today and len(matches) > 1 else Asked.UNIT


def commune_in(text: str, units: Units) -> Unit | None:
    """The one unit a text says somebody is in, beside whatever else it asks."""
    if not re.search(r"\b(?:xa|phuong|thi tran|p|x|tt|o|tai)\b", fold(text)):
        return None
    matches = units.named_with_kind(text)
    return matches[0].unit if len({match.unit.code for match in matches}) == 1 else None


def _says_something(folded: str) -> bool:
    return any(sign.search(folded) for sign in (_LIVES, _SIGN, _WHERE))


def _names_only(folded: str, matches: tuple[Match, ...]) -> bool:
    """Just the name, as somebody answers who was asked for it."""
    return (
        not set(folded.split()) - _PARTICLES - {word for match in matches for word in fold(match.matched_name).split()}
    )


def _rest(folded: str, names: list[str], area: str | None) -> list[str]:
    """Words of a topic: neither part of a name nor small."""
    named = {word for one in (*names, area or "") for word in fold(one).split()}
    words = re.findall(r"\w+", _PHRASES.sub(" ", folded))
    return [word for word in words if word not in named and word not in _SMALL and not word.isdecimal()]
