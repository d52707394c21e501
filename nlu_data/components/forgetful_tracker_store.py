"""A tracker store that keeps nothing: the state of a conversation is the bot's (docs/decisions/0002)."""

from __future__ import annotations

from typing import Any, Iterable, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Every message starts on a fresh tracker."""

    def __init__(self, domain: Any, host: Optional[str] = None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Know nobody."""
        return None

    async def keys(self) -> Iterable[str]:
        """No conversations."""
        return []

    async def delete(self, sender_id: str) -> None:
        """Nothing to delete."""
