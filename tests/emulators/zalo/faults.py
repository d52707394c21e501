"""Troubles a test can order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """What happens instead of an answer. With neither error nor status: hang until the caller gives up."""

    error: int = 0  # an error number of the OpenAPI
    status: int = 0  # an HTTP status
    after: bool = False  # do the work first: the answer is lost


@dataclass
class Faults:
    """Faults waiting for their call, by the last word of its path (``cs``, ``access_token``); ``*`` is any."""

    _waiting: list[tuple[str, Fault | None]] = field(default_factory=list)

    def order(self, fault: Fault, times: int = 1, call: str = "*", skip: int = 0) -> None:
        """After ``skip`` such calls that go well, the next ``times`` meet this fault."""
        self._waiting += [(call, None)] * skip + [(call, fault)] * times

    def take(self, call: str) -> Fault | None:
        """The fault this call meets, if any."""
        for index, (wanted, fault) in enumerate(self._waiting):
            if wanted in {"*", call}:
                del self._waiting[index]
                return fault
        return None
