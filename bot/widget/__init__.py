"""The chat on a commune's own portal: a script that opens our page in a frame."""

from bot.widget.routes import add_routes

__all__ = ["add_routes"]
