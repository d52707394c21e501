"""Portal texts made readable: clean lines, no bullets, sentences of a bearable length. Words are never changed."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = [chr(code) for code in range(0x41, 0x1EFA) if chr(code).isalpha()]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())  # ranges like À-Ỹ hold small letters too
LOWER = "".join(letter for letter in _LETTERS if letter.islower())
LONGEST_FACT = 320  # characters a citizen reads in one go
NOTHING = re.compile(r"(?i)(?:không(?: có(?: thông tin)?| quy định| yêu cầu)?|chưa có|-+)?[.;:\s]*")

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_BULLET = re.compile(
    r"^(?:[-+*•–—·▪●]+|\((?:\d{1,2}|[a-zđivx]{1,4})\)|\)|[a-zđ]\d{0,2}\)|\d{1,2}(?:\.\d{1,2})*[.)](?=\s))\s*"
)
_STARTS_LINE = re.compile(rf"^(?:[-+*•–—·▪●]|\(|[a-zđ]\)|\d|[{UPPER}])")
_GLUED_STEP = re.compile(r"(?<=[.;:\w)])[ ]*(?=Bước \d{1,2}\s*[.:(])")
_SENTENCE = re.compile(rf"(?<=[.;])\s+(?=[{UPPER}(+-])")
_CUT_OFF = re.compile(r"\($|\btại mục(?: [\d.]+)?$")  # where the dump broke off, only a beginning is left
_INLINE_BULLET = re.compile(rf"(?<=[:.;)]) (?=[-+] [{UPPER}])")
_SHORT_HEADING = 80


def tidy(text: str) -> str:
    """One spelling, no invisible characters, ordinary spaces; line breaks are kept."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        " " if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp") else char for char in text
    )
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(lines).strip()


def is_nothing(text: str) -> bool:
    """Whether the portal says that there is nothing to say."""
    return NOTHING.fullmatch(text.strip()) is not None


def bare(text: str) -> str:
    """One line without its bullet and without punctuation that led on to the next one."""
    line = " ".join(text.split())
    while (shorter := _BULLET.sub("", line)) != line:
        line = shorter
    return line.rstrip(" ;,:.").strip()


def flat(text: str) -> str:
    """A remark of several bullets in one line."""
    return bare(re.sub(r"\n[-+] ", " ", _INLINE_BULLET.sub("\n", text)))


def lines(text: str) -> list[str]:
    """The lines of a text; a line that was only wrapped is put back together."""
    joined: list[str] = []
    for line in _INLINE_BULLET.sub("\n", _GLUED_STEP.sub("\n", text)).split("\n"):
        line = line.strip()
        if not line:
            continue
        if joined and (not _STARTS_LINE.match(line) or _leads_on(joined[-1], line)):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def sentences(text: str) -> list[str]:
    """The sentences of a remark, bullets each for themselves."""
    return [part for line in lines(text) for part in _SENTENCE.split(line)]


def _leads_on(heading: str, line: str) -> bool:
    """Whether a short heading is about exactly the paragraph after it."""
    return heading.endswith(":") and len(heading) <= _SHORT_HEADING and line[0].isalpha() and line[1:2] != ")"


def pieces(text: str) -> list[str]:
    """The text as sentences citizens can read, in order, each once; none longer than its longest sentence."""
    found = [part for line in lines(text) for part in _short(bare(line))]
    return [part for part in dict.fromkeys(found) if part and not is_nothing(part) and not _CUT_OFF.search(part)]


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _short(line: str) -> list[str]:
    if len(line) <= LONGEST_FACT:
        return [line]
    # A sentence is never cut inside: half of one says something else.
    return [bare(part) for part in _packed(_SENTENCE.split(line))]


def _packed(parts: list[str]) -> list[str]:
    """Neighbours together as long as they stay short."""
    packed: list[str] = []
    for part in parts:
        if packed and len(packed[-1]) + 1 + len(part) <= LONGEST_FACT:
            packed[-1] = f"{packed[-1]} {part}"
        else:
            packed.append(part)
    return packed
