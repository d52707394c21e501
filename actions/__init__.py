"""Rasa custom actions: what was understood → one look into the knowledge base → a reply."""
