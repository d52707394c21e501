"""Inbox and outbox: nothing is acknowledged before it is written down, nothing is said that is not."""
