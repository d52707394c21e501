"""Replies become messages, messages become plain text with numbered options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.messages import BulletList, FileLine, LinkLine, Message, MessageBlock, Option, Paragraph
from bot.texts import Texts
from knowledge_base.replies import Block, File, Link, Listing, Reply, Text

PLAIN_LIMIT = 2000
"""Characters of one text message on the narrowest channel (Zalo)."""


def render_reply(reply: Reply, texts: Texts) -> list[Message]:
    """The reply in Vietnamese words."""
    blocks = render_blocks(reply.blocks, texts)
    choices = [Option(label=texts.render(choice.label), payload=choice.payload) for choice in reply.choices]
    return [Message(blocks=blocks, choices=choices, meta=reply.meta)]


def render_blocks(blocks: Sequence[Block], texts: Texts) -> list[MessageBlock]:
    """Blocks in Vietnamese words."""
    return [_block(block, texts) for block in blocks]


def to_text(message: Message) -> str:
    """The whole message as one plain text, without its options."""
    return "\n\n".join(_plain(block) for block in message.blocks)


def to_plain(message: Message, limit: int = PLAIN_LIMIT) -> list[str]:
    """Plain texts within the limit, the numbered options at the end of the last one."""
    options = "\n".join(f"{number}. {option.label}" for number, option in enumerate(message.choices, start=1))
    body = to_text(message)
    if not options:
        return split_text(body, limit)
    if len(body) + 2 + len(options) <= limit:
        return [f"{body}\n\n{options}"]
    *parts, last = split_text(body, limit)
    if len(last) + 2 + len(options) <= limit:
        return [*parts, f"{last}\n\n{options}"]
    return [*parts, last, *split_text(options, limit)]


def split_text(text: str, limit: int) -> list[str]:
    """Cut a text at paragraphs, else lines, else words; only a word longer than the limit is cut inside."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _cut(text: str, limit: int) -> int:
    for mark in ("\n\n", "\n", " "):
        # A cut in the first third would leave a stub of a message.
        at = text.rfind(mark, limit // 3, limit + 1)
        if at > 0 and not re.search(r"(?:^|\n)\d{1,2}\.$", text[:at]):
            return at
    return limit


def _block(block: Block, texts: Texts) -> MessageBlock:
    match block:
        case Text():
            return Paragraph(text=texts.render(block.text))
        case Listing():
            title = texts.render(block.title) if block.title is not None else None
            return BulletList(items=[texts.render(item) for item in block.items], title=title, ordered=block.ordered)
        case Link():
            return LinkLine(label=texts.render(block.label), url=block.url)
        case File():
            label = texts.render(block.label)
            return FileLine(label=label, url=block.url, name=block.name, sha256=block.sha256, size=block.size)


def _plain(block: MessageBlock) -> str:
    match block:
        case Paragraph():
            return block.text
        case BulletList():
            marks = [f"{n}." if block.ordered else "•" for n in range(1, len(block.items) + 1)]
            lines = [f"{mark} {item}" for mark, item in zip(marks, block.items, strict=True)]
            return "\n".join([block.title, *lines] if block.title else lines)
        case LinkLine() | FileLine():
            return f"{block.label}: {block.url}"
