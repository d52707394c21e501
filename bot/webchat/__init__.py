"""The web chat: its page and its HTTP interface."""

from bot.webchat.routes import add_routes

__all__ = ["add_routes"]
