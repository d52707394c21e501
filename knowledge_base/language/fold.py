"""One spelling for matching: clean, lower case, one tone placement; and the same without diacritics."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"))
# Old tone placement (hoà, thuý) on the left, the school books' new one (hòa, thúy) on the right.
_TONES = {
    **{f"o{old}": f"{new}a" for old, new in zip("àáảãạ", "òóỏõọ", strict=True)},
    **{f"o{old}": f"{new}e" for old, new in zip("èéẻẽẹ", "òóỏõọ", strict=True)},
    **{f"u{old}": f"{new}y" for old, new in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)},
}
# A drawn-out letter ends a word ("khônggg") or is a vowel ("đẹeep"); "cccd" is neither.
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}(?!\w)|([^\W\d_bcdđfghjklmnpqrstvwxz])\2{2,}")


def clean(text: str) -> str:
    """NFC with compatibility forms unified, without invisible or control characters, single spaces."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def new_tones(word: str) -> str:
    """The word with its tone mark where the new rule puts it: ``hoà`` becomes ``hòa``; ``quý`` and ``hoàn`` stay."""
    ending = word[-2:]
    if ending in _TONES and not word[:-1].endswith("qu"):
        return word[:-2] + _TONES[ending]
    return word


def normalise(text: str) -> str:
    """Clean, lower case, new tone placement, no drawn-out letters (``đượccc`` becomes ``được``)."""
    lowered = _DRAWN_OUT.sub(r"\1\2", clean(text).lower())
    return " ".join(new_tones(word) for word in lowered.split(" "))


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, single spaces: ``Đăng  Ký`` becomes ``dang ky``."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower()).replace("đ", "d")
    kept = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return " ".join(kept.split())
