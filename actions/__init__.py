"""Rasa's custom actions: what was understood → one call of the knowledge base → one reply. They write nothing."""
