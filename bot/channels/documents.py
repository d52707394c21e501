"""What pushing channels share about documents: which go out as such, and how far a message in several parts went."""

from __future__ import annotations

from bot.messages import FileLine, Message, MessageBlock, Paragraph
from knowledge_base.database import Database
from knowledge_base.forms.service import content_of

TRIES = 2
"""A document that stays on our side so often becomes a link: whatever is said next waits behind it."""


def apart(message: Message, max_document: int) -> tuple[Message, list[FileLine]]:
    """The message with only the names of its documents, and the documents to send after it."""
    documents: list[FileLine] = []
    blocks: list[MessageBlock] = []
    for block in message.blocks:
        if isinstance(block, FileLine) and block.sha256 is not None and 0 < block.size <= max_document:
            documents.append(block)
            blocks.append(Paragraph(text=block.label))
        else:
            blocks.append(block)
    return message.model_copy(update={"blocks": blocks}), documents


def as_link(document: FileLine) -> str:
    """What is said instead of a document."""
    return f"{document.label}: {document.url}"


def read_document(database: Database, document: FileLine) -> tuple[bytes, str] | None:
    """Its bytes and kind; None if we do not keep it."""
    with database.reading() as session:
        content = content_of(session, document.sha256 or "")
        return (content.data, content.kind) if content else None


class Progress:
    """Of messages under way: the parts that were sent, so that a retry goes on behind them, and vain tries since."""

    def __init__(self) -> None:
        self._sent: dict[int, int] = {}
        self._tries: dict[int, int] = {}

    def sent(self, outbox_id: int) -> int:
        """How many parts arrived."""
        return self._sent.get(outbox_id, 0)

    def arrived(self, outbox_id: int) -> None:
        """One more part did."""
        self._sent[outbox_id] = self.sent(outbox_id) + 1
        self._tries.pop(outbox_id, None)

    def try_document(self, outbox_id: int) -> bool:
        """Whether to send the document itself once more; counted before, for a try may be cut off."""
        self._tries[outbox_id] = self._tries.get(outbox_id, 0) + 1
        return self._tries[outbox_id] <= TRIES

    def untried(self, outbox_id: int) -> None:
        """The last try does not count: the channel only asked us to wait."""
        self._tries.pop(outbox_id, None)

    def over(self, outbox_id: int) -> None:
        """The message is settled."""
        self._sent.pop(outbox_id, None)
        self._tries.pop(outbox_id, None)
