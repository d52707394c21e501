"""Vietnamese spelling: Unicode, tones, folding, chat abbreviations.

Standard library only and Python 3.10 compatible, because Rasa's pipeline components import it too.
"""
