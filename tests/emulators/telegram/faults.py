"""Troubles a test can order."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.emulators.telegram.errors import ApiError, too_many


@dataclass(frozen=True)
class Fault:
    """What the server does instead of answering. ``after``: do the work first, then fail (the answer is lost)."""

    error: ApiError | None = None  # None: hang until the caller gives up
    after: bool = False


def flood(retry_after: int) -> Fault:
    """429 with a pause asked for."""
    return Fault(too_many(retry_after))


def blocked() -> Fault:
    """403."""
    return Fault(ApiError(403, "bot was blocked by the user"))


def broken(code: int = 500) -> Fault:
    """A server error."""
    return Fault(ApiError(code, "Internal Server Error" if code == 500 else "Bad Gateway"))


def hang(*, after: bool = False) -> Fault:
    """No answer at all."""
    return Fault(None, after)


@dataclass
class Faults:
    """Faults waiting for their call, per method; ``*`` is any method."""

    _waiting: list[tuple[str, Fault | None]] = field(default_factory=list)

    def order(self, fault: Fault, times: int = 1, method: str = "*", skip: int = 0) -> None:
        """After ``skip`` calls of that method that go well, the next ``times`` meet this fault."""
        self._waiting += [(method.lower(), None)] * skip + [(method.lower(), fault)] * times

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, if any."""
        for index, (wanted, fault) in enumerate(self._waiting):
            if wanted in {"*", method.lower()}:
                del self._waiting[index]
                return fault
        return None
