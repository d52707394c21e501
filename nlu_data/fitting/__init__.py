"""Fits the weights of the search on questions it was built without (decision 0014): ``python -m nlu_data.fitting``."""
