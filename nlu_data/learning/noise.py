"""Writes a sentence the way people type it: without diacritics, in chat forms, with slips of the finger."""

from __future__ import annotations

from random import Random

from knowledge_base.language.fold import fold

CHAT = {
    "không": ("ko", "k", "hok", "hông", "khong"),
    "được": ("đc", "dc", "đk"),
    "gì": ("j", "gi"),
    "vậy": ("v", "z", "dị"),
    "rồi": ("r", "rùi"),
    "bao nhiêu": ("bn", "bao nhiu", "nhiu"),
    "như thế nào": ("ntn", "ntnao"),
    "thế nào": ("tn", "thế lào"),
    "anh": ("a",),
    "em": ("e",),
    "chị": ("c",),
    "tôi": ("t", "tui", "toi"),
    "mình": ("mk", "mik"),
    "giấy tờ": ("giấy tò", "gtờ"),
    "hồ sơ": ("hs", "hso"),
    "thủ tục": ("tt", "thu tuc", "thủ tụk"),
    "đăng ký": ("đk", "dky", "đki"),
    "với": ("vs", "vớ"),
    "người": ("ng",),
    "làm": ("lm",),
    "muốn": ("mún", "mun"),
    "biết": ("bt", "bít"),
    "nhiêu": ("nhiu",),
    "sinh": ("sanh",),
    "giúp": ("giùm", "dùm"),
    "trước": ("trc",),
    "cũng": ("cx",),
    "ủy ban": ("ubnd",),
    "căn cước": ("cccd",),
}


def noisy(text: str, chance: Random) -> str:
    """One likely way of typing the sentence; half the time simply without diacritics."""
    way = chance.random()
    if way < 0.5:
        return fold(text)
    if way < 0.65:
        return half_folded(text, chance)
    if way < 0.85:
        return chatty(text, chance)
    return slipped(fold(text) if chance.random() < 0.5 else text, chance)


def half_folded(text: str, chance: Random) -> str:
    """Some words without diacritics."""
    return " ".join(fold(word) if chance.random() < 0.5 else word for word in text.split())


def chatty(text: str, chance: Random) -> str:
    """Chat abbreviations for some of the words that have one."""
    padded = f" {text} "
    for plain, short in CHAT.items():
        if f" {plain} " in padded and chance.random() < 0.7:
            padded = padded.replace(f" {plain} ", f" {chance.choice(short)} ")
    return padded.strip()


def slipped(text: str, chance: Random) -> str:
    """One or two letters dropped, doubled or swapped."""
    letters = list(text)
    for _ in range(1 + (len(letters) > 40)):
        place = chance.randrange(max(1, len(letters) - 1))
        kind = chance.randrange(3)
        if len(letters) < 5 or letters[place] == " ":
            continue
        if kind == 0:
            del letters[place]
        elif kind == 1:
            letters.insert(place, letters[place])
        else:
            letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters)
