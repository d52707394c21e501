"""``make bench``: our pipeline beside Rasa's default one, on the same data and machine."""
