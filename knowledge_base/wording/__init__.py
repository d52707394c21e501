"""The bot's own phrases where an installation words them differently."""
