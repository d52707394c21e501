"""The officers' desk: sign-in, the list of tickets, a ticket's page, answering."""

from bot.desk.routes import add_routes

__all__ = ["add_routes"]
