"""A message as a citizen gets it: Vietnamese words, still free of any channel. Stored in the outbox as it was said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.replies import Meta


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paragraph(_Model):
    """Running text."""

    kind: Literal["text"] = "text"
    text: str


class BulletList(_Model):
    """A list with an optional heading."""

    kind: Literal["list"] = "list"
    items: list[str]
    title: str | None = None
    ordered: bool = False


class LinkLine(_Model):
    """An address with its label."""

    kind: Literal["link"] = "link"
    label: str
    url: str


class FileLine(_Model):
    """A document; where ``sha256`` names a content we keep, a channel may send it as such."""

    kind: Literal["file"] = "file"
    label: str
    url: str
    name: str | None = None
    sha256: str | None = None
    size: int = 0


MessageBlock = Annotated[Paragraph | BulletList | LinkLine | FileLine, Field(discriminator="kind")]


class Option(_Model):
    """An option to tap, or to choose by its number; ``payload`` never leaves the server."""

    label: str
    payload: str


class Message(_Model):
    """One message. Officers' messages carry who wrote them and for which ticket."""

    kind: Literal["reply", "officer", "notice"] = "reply"
    blocks: list[MessageBlock]
    choices: list[Option] = []
    meta: Meta
    author: str | None = None
    ticket: str | None = None
