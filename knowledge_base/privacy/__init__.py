"""What people may ask of their data, and what then happens to it."""
