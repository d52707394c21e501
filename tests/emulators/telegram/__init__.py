"""A Telegram of our own: a real HTTP server that behaves, and refuses, as the published Bot API does."""

from tests.emulators.telegram.faults import Fault, Faults
from tests.emulators.telegram.server import TelegramEmulator

__all__ = ["Fault", "Faults", "TelegramEmulator"]
