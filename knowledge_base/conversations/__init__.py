"""Conversations: one per citizen and channel, with what they are about."""
