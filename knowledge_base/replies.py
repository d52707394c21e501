"""The contract between whoever decides an answer (actions, the fallback) and the bot that says it.

A ``Reply`` is channel-neutral and wordless: fixed phrases are text keys (``Say``) that ``bot/texts/vi.yml``
resolves; facts are words from the database. It travels from the action server through Rasa as JSON.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.vocabulary import Act, Aspect, Outcome


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Say(_Model):
    """A phrase by key. ``args`` fill its placeholders; nested phrases are rendered first, lists joined by ', '."""

    key: str
    args: dict[str, str | int | Say | list[str | Say]] = {}


type Words = str | Say  # a plain string is words from the database


class Text(_Model):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: str | Say


class Listing(_Model):
    """A list with an optional heading."""

    kind: Literal["list"] = "list"
    items: list[str | Say]
    title: str | Say | None = None
    ordered: bool = False


class Link(_Model):
    """An address with its label."""

    kind: Literal["link"] = "link"
    label: str | Say
    url: str


class File(_Model):
    """A document a channel may send as such, else as a link. ``sha256`` names the content we keep."""

    kind: Literal["file"] = "file"
    label: str | Say
    url: str
    name: str | None = None
    sha256: str | None = None
    size: int = 0


Block = Annotated[Text | Listing | Link | File, Field(discriminator="kind")]


class Choice(_Model):
    """One option the citizen may tap, or choose by its number.

    ``payload`` is what the tap means: ``/intent{"entity": "value"}`` goes to Rasa, ``#command …`` to the bot itself.
    """

    label: str | Say
    payload: str


class Meta(_Model):
    """What the answer is about, for machines."""

    outcome: Outcome
    procedure: str | None = None
    aspects: list[Aspect] = []
    candidates: list[str] = []
    act: Act = Act.QUESTION


class Context(_Model):
    """What the conversation is about; kept in our database, handed to Rasa with each message as metadata."""

    procedure: str | None = None
    aspects: list[Aspect] = []
    candidates: list[str] = []
    misses: int = 0  # turns in a row that were not understood
    last_question: str | None = None  # the citizen's last real question, for a ticket
    commune: str | None = None  # code of today's unit the citizen lives in, once they named it


class Reply(_Model):
    """One decided answer. ``start_handover`` asks the bot to begin collecting for a ticket of kind ``act``."""

    blocks: list[Block]
    choices: list[Choice] = []
    meta: Meta
    context: Context
    start_handover: bool = False
