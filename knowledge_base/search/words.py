"""Which words of a question tell what it is about. Words that only ask do not."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold

# Phrases that say what is asked or how politely, in folded spelling; they stand in questions on any procedure.
_ASKING = re.compile(
    r"\b(?:thu tuc|trinh tu|ho so|giay to|can nhung gi|can gi|gom nhung gi|gom gi|bao gom|"
    r"nhung gi|the nao|ra sao|"
    r"lam sao|"
    r"nhu the nao|bao nhieu tien|bao nhieu|bao lau|may ngay|khi nao|luc nao|o dau|cho nao|"
    r"le phi|mat phi|ton phi|chi phi|"
    r"thoi han|thoi gian|giai quyet|quy dinh|phap luat|phap ly|"
    r"can cu phap|dieu kien|duoc khong|co phai|hay khong|co can|"
    r"co duoc|phai khong|khong a|xin hoi|cho hoi|cho toi|cho em|hoi ve|muon hoi|"
    r"toi muon|em muon|huong dan|"
    r"truc tuyen|nop|can|phai|duoc|khong|gi|nao|la|thi|va|a|da|oi|nhe|voi|giup|xin|hoi|"
    r"anh|chi|em|toi|minh|ong|ba|"
    r"nhu|cua|cho|de|co|o|tai|ve|khi|neu|nhung|cac|mot|nay|do|bi|ma|hay|hien nay|hien hanh|thuc hien|tien|"
    r"viec|nguoi|minh|muon|lam|con|nua|the|vay|thoi|roi|se|dang|den|tu|ra|vao|di|cung)\b"
)


def plain(text: str) -> str:
    """The text with chat forms written out, punctuation gone."""
    return re.sub(r"[^\w\s]", " ", expand(text))


def topic(text: str) -> str:
    """What is left of a question, folded, once the words that only ask are gone; the whole if nothing is left."""
    folded = fold(plain(text))
    return " ".join(_ASKING.sub(" ", folded).split())


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """One plain word without diacritics; a language has few words, so most are looked up."""
    return fold(word)
