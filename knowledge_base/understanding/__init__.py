"""Decides what to answer from what was asked, what the search found, and what the conversation was about."""
