"""Finds which procedure a citizen's words are about, in the knowledge of this moment, without training."""
