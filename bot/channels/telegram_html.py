"""A message as Telegram shows it: parts of HTML within the limit, labels that fit a button. Needs no library."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from bot.messages import BulletList, FileLine, LinkLine, Message, MessageBlock, Option, Paragraph

LIMIT = 4096
"""UTF-16 units of one message."""
LABEL_LIMIT = 48
"""Characters of a button that a narrow phone still shows."""
_GAP = "\n\n"
_ADDRESS = re.compile(r"https?://\S+$")


@dataclass(frozen=True)
class Part:
    """One message to send: as HTML, and as plain text should the HTML be refused."""

    html: str
    plain: str


@dataclass(frozen=True)
class _Line:
    """Words with the tags around them; ``shown`` differs from ``words`` where a label hides an address."""

    words: str
    before: str = ""
    after: str = ""
    address: str = ""

    @property
    def plain(self) -> str:
        return f"{self.words}: {self.address}" if self.address else self.words

    @property
    def html(self) -> str:
        return f"{self.before}{html.escape(self.words, quote=False)}{self.after}"


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render(message: Message, limit: int = LIMIT) -> list[Part]:
    """The parts, cut between blocks, else lines, else words; never inside a tag. Empty if there is nothing to say."""
    blocks = [lines for block in message.blocks if (lines := _lines(block))]
    if any(_shortened(option.label) != option.label for option in message.choices):
        blocks.append([_Line(f"{n}. {_tidy(option.label)}") for n, option in enumerate(message.choices, start=1)])
    packed = _pack([[piece for line in lines for piece in _pieces(line, limit)] for lines in blocks], limit)
    return [Part(_join(part, "html"), _join(part, "plain")) for part in packed]


def button_labels(options: Sequence[Option]) -> list[str]:
    """Labels for the buttons; once one is too long all are numbered, as ``render`` then lists them in the text."""
    short = [_shortened(option.label) for option in options]
    if all(label == option.label for label, option in zip(short, options, strict=True)):
        return short
    return [f"{n}. {label}" for n, label in enumerate(short, start=1)]


def split_plain(text: str, limit: int = LIMIT) -> list[str]:
    """A plain text in pieces within the limit."""
    packed = _pack([[piece for line in text.split("\n") for piece in _pieces(_Line(line), limit)]], limit)
    return [_join(part, "plain") for part in packed]


def _lines(block: MessageBlock) -> list[_Line]:
    match block:
        case Paragraph():
            return _plain_lines(block.text)
        case BulletList():
            marks = (f"{n}." if block.ordered else "•" for n in count(1))
            items = [line for item in block.items for line in _plain_lines(f"{next(marks)} {item}")]
            return [*_bold(block.title), *items]
        case LinkLine() | FileLine():
            return [_link(_tidy(block.label), block.url)]


def _plain_lines(text: str) -> list[_Line]:
    tidy = _tidy(text).strip("\n")
    return [_Line(line.rstrip()) for line in tidy.split("\n")] if tidy.strip() else []


def _bold(title: str | None) -> list[_Line]:
    words = " ".join(_tidy(title or "").split())
    return [_Line(words, "<b>", "</b>")] if words else []


def _link(label: str, url: str) -> _Line:
    if not _ADDRESS.match(url) or not label:
        return _Line(f"{label}: {url}".removeprefix(": "))
    return _Line(label, f'<a href="{html.escape(url)}">', "</a>", url)


def _pieces(line: _Line, limit: int) -> Iterator[_Line]:
    """The line, or as many lines as it takes to stay within the limit."""
    room = limit - (utf16(line.plain) - utf16(line.words))
    if room < limit // 4:  # an address so long that its label finds no place beside it
        line, room = _Line(line.plain), limit
    words = line.words
    while utf16(words) > room:
        head = _head(words, room)
        yield _Line(head.rstrip(), line.before, line.after, line.address)
        words = words[len(head) :].lstrip()
    yield _Line(words, line.before, line.after, line.address)


def _head(words: str, room: int) -> str:
    head = words.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")  # never half of a character
    space = head.rfind(" ", len(head) // 3)
    return head[: space + 1] if space > 0 else head


def _pack(blocks: Sequence[list[_Line]], limit: int) -> list[list[list[_Line]]]:
    """Blocks laid into parts; a block is opened up only when it is too long for a part of its own."""
    parts: list[list[list[_Line]]] = []
    for block in blocks:
        if parts and _size([*parts[-1], block]) <= limit:
            parts[-1].append(block)
        elif _size([block]) <= limit:
            parts.append([block])
        else:
            _pack_lines(parts, block, limit)
    return [part for part in parts if _join(part, "plain").strip()]


def _pack_lines(parts: list[list[list[_Line]]], block: list[_Line], limit: int) -> None:
    parts.append([[]])
    for line in block:
        if _size([*parts[-1][:-1], [*parts[-1][-1], line]]) > limit:
            parts.append([[]])
        parts[-1][-1].append(line)


def _size(blocks: list[list[_Line]]) -> int:
    return utf16(_join(blocks, "plain"))


def _join(blocks: list[list[_Line]], form: str) -> str:
    return _GAP.join("\n".join(getattr(line, form) for line in block) for block in blocks)


def _shortened(label: str) -> str:
    tidy = " ".join(_tidy(label).split())
    if len(tidy) <= LABEL_LIMIT:
        return tidy
    head = tidy[: LABEL_LIMIT - 1]
    space = head.rfind(" ", LABEL_LIMIT // 2)
    return f"{head[:space] if space > 0 else head}…"


def _tidy(text: str) -> str:
    """Without what Telegram or a database cannot carry."""
    return text.replace("\x00", "").replace("\r", "").encode("utf-8", "replace").decode()
