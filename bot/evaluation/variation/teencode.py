"""Chat abbreviations for whole words and phrases: this tool's own table, longest first."""

from __future__ import annotations

import re
from random import Random

TABLE: dict[str, tuple[str, ...]] = {
    "giấy khai sinh": ("gks", "giấy ks"),
    "ủy ban nhân dân": ("ubnd",),
    "căn cước công dân": ("cccd",),
    "bảo hiểm y tế": ("bhyt",),
    "bảo hiểm xã hội": ("bhxh",),
    "nghĩa vụ quân sự": ("nvqs",),
    "giấy phép xây dựng": ("gpxd",),
    "như thế nào": ("ntn", "nhu nao"),
    "bao nhiêu": ("bn", "bnhiu"),
    "thế nào": ("tnao", "tn"),
    "căn cước": ("cccd",),
    "hộ khẩu": ("hk",),
    "hồ sơ": ("hs", "hso"),
    "thủ tục": ("tt", "thủ tục"),
    "đăng ký": ("đk", "đki", "dky"),
    "giấy tờ": ("gtờ", "giấy tờ"),
    "chứng minh": ("cmnd", "chứng minh"),
    "ủy ban": ("ubnd", "ub"),
    "công an": ("ca",),
    "tạm trú": ("tạm trú", "t.trú"),
    "không": ("ko", "k", "hok", "hong"),
    "được": ("đc", "dc"),
    "gì": ("j",),
    "vậy": ("z", "v"),
    "rồi": ("r",),
    "người": ("ng",),
    "trước": ("trc",),
    "tôi": ("t",),
    "mình": ("mk", "mik"),
    "em": ("e",),
    "anh": ("a",),
    "chị": ("c",),
    "với": ("vs",),
    "làm": ("lm",),
    "muốn": ("mún",),
    "biết": ("bt",),
    "nhiêu": ("nhiu",),
    "cũng": ("cx",),
    "nữa": ("nx",),
    "giờ": ("h",),
    "chồng": ("ck",),
    "vợ": ("vk",),
    "nhà": ("nhà", "nha"),
    "bây giờ": ("bjo", "bh"),
}
_WORD = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, TABLE), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
SHARE = 0.8  # of the words that have a short form


def teencode(text: str, chance: Random) -> str:
    """Most words that have a short form written short."""
    return _WORD.sub(lambda found: _short(found.group(), chance), text)


def _short(words: str, chance: Random) -> str:
    return chance.choice(TABLE[words.lower()]) if chance.random() < SHARE else words
