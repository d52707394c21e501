"""A Zalo of our own: OpenAPI, OAuth and the webhook's sender, over real HTTP, refusing what the real one refuses."""

from tests.emulators.zalo.faults import Fault, Faults
from tests.emulators.zalo.server import ZaloEmulator

__all__ = ["Fault", "Faults", "ZaloEmulator"]
