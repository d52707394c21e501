"""What we keep for Zalo: its tokens, events already taken, how long ago a citizen wrote."""
