"""Recalls: who was told something that turned out wrong, and the correction they are sent."""
