"""Reads ``parse_mode=HTML`` as Telegram does: what is not well-formed is refused, with its byte offset."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram.errors import ApiError, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d+)|#[xX]([0-9a-fA-F]+));?")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_COMMAND = re.compile(r"(?:^|(?<=\s))/[a-zA-Z0-9_]{1,32}(?:@\w+)?")


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    start: int  # in UTF-16 units of the clear text
    attributes: dict[str, str]


@dataclass
class _Reader:
    source: str
    at: int = 0
    clear: str = ""
    stack: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            self._step()
        if self.stack:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.clear, self.entities

    def _step(self) -> None:
        char = self.source[self.at]
        if char == "<":
            self._end_tag() if self.source[self.at + 1 : self.at + 2] == "/" else self._start_tag()
        elif char == "&" and (match := _ENTITY.match(self.source, self.at)):
            self.clear += _decoded(match)
            self.at = match.end()
        else:
            self.clear += char
            self.at += 1

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _start_tag(self) -> None:
        begin = self.at
        name = re.compile(r"<([^\s>]*)").match(self.source, begin)
        tag = name[1].lower() if name else ""
        where = f"at byte offset {self._byte(begin)}"
        if name is None or name.end() == len(self.source):
            raise _cannot(f"Unclosed start tag {where}")
        if tag not in _TYPES:
            raise _cannot(f'Unsupported start tag "{tag}" {where}')
        self.at = name.end()
        attributes = self._attributes(tag)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" {where}')
        self.stack.append(_Open(tag, utf16(self.clear), attributes))

    def _attributes(self, tag: str) -> dict[str, str]:
        found: dict[str, str] = {}
        while self.source[self.at :].lstrip()[:1] != ">":
            match = _ATTRIBUTE.match(self.source, self.at)
            if not self.source[self.at :].strip():
                raise _cannot(f"Unclosed start tag at byte offset {self._byte(self.at)}")
            if match is None:
                raise _cannot(f'Unexpected end of tag "{tag}" at byte offset {self._byte(self.at)}')
            name = match[1].lower()
            if "=" not in match[0] and name != "expandable":
                raise _cannot(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self._byte(match.end())}"
                )
            found[name] = html.unescape(match[2] or match[3] or match[4] or "")
            self.at = match.end()
        self.at = self.source.index(">", self.at) + 1
        return found

    def _end_tag(self) -> None:
        where = f"at byte offset {self._byte(self.at)}"
        if not self.stack:
            raise _cannot(f"Unexpected end tag {where}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.source, self.at)
        if match is None:
            raise _cannot(f"Unclosed end tag {where}")
        opened = self.stack.pop()
        tag = match[1].lower()
        if tag not in {"", opened.tag}:
            raise _cannot(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.at = match.end()
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = utf16(self.clear) - opened.start
        entity: dict[str, Any] = {"type": _TYPES[opened.tag], "offset": opened.start, "length": length}
        if opened.tag == "a":
            address = opened.attributes.get("href", "")
            if not re.match(r"(https?|tg|tel|mailto):", address):
                return  # Telegram drops a link it does not know, and keeps its words
            entity["url"] = address
        if length:
            self.entities.append(entity)


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Clear text and entities. Raises ApiError where Telegram would refuse."""
    return _Reader(source).read()


def read_text(source: str, parse_mode: str) -> tuple[str, list[dict[str, Any]]]:
    """Text as shown, trimmed, with its entities (commands included)."""
    mode = parse_mode.lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    clear, entities = read_html(source) if mode == "html" else (source, [])
    clear = clear.replace("\r", "")
    shown = clear.strip()
    lead = utf16(clear[: len(clear) - len(clear.lstrip())])
    kept = [_within(entity, lead, utf16(shown)) for entity in entities]
    return shown, [entity for entity in kept if entity["length"] > 0] + commands(shown)


def commands(text: str) -> list[dict[str, Any]]:
    """Entities of the /commands in a text."""
    return [
        {"type": "bot_command", "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _COMMAND.finditer(text)
    ]


def _within(entity: dict[str, Any], lead: int, length: int) -> dict[str, Any]:
    start = max(entity["offset"] - lead, 0)
    end = min(entity["offset"] + entity["length"] - lead, length)
    return entity | {"offset": start, "length": end - start}


def _decoded(match: re.Match[str]) -> str:
    if match[1]:
        return {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _cannot(detail: str) -> ApiError:
    return bad_request(f"can't parse entities: {detail}")
