"""Talks to people: channels, the worker that answers, the officers' desk."""
